// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.backend;

import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;

/** The PostgreSQL behind does not let somebody in. */
public final class BackendRefusal extends Exception {

  private final transient ErrorFields fields;

  BackendRefusal(ErrorFields fields) {
    super(fields.toString());
    this.fields = fields;
  }

  /** Why. */
  public ErrorFields fields() {
    return fields;
  }
}
