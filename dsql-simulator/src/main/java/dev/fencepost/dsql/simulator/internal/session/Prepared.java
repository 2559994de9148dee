// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Command;
import dev.fencepost.dsql.simulator.internal.sql.Statement;
import java.util.List;

/** A statement a client has prepared. */
record Prepared(Statement statement, List<Integer> parameterTypes) {

  Command bind(byte[] binding) {
    return new Command(statement.text(), parameterTypes, binding);
  }
}
