// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.schema.SchemaStatus;
import java.util.Map;

/**
 * The database's schema is not the one the plugin was built for: missing, older, newer or tampered
 * with. Nothing was changed. The summary says which command mends it.
 */
public final class SchemaMismatch extends PersistenceException {

  private static final long serialVersionUID = 1L;

  private final transient SchemaStatus status;

  /**
   * An error for a schema.
   *
   * @param summary what is wrong and what to do, one sentence
   * @param status what was found
   */
  public SchemaMismatch(String summary, SchemaStatus status) {
    super(summary, Map.of("status", status), null);
    this.status = requireNonNull(status, "status is null");
  }

  /** What was found. */
  public SchemaStatus status() {
    return status;
  }
}
