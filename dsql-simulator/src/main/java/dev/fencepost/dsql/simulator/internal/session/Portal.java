// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Command;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its parameters, about to be executed. Executed with a limit of rows it keeps the
 * others here, not behind: there a displaced transaction would lose them.
 */
final class Portal {

  final Prepared prepared;
  final Command command;
  final Deque<byte[]> rows = new ArrayDeque<>();
  @Nullable Answer answer;

  Portal(Prepared prepared, Command command) {
    this.prepared = prepared;
    this.command = command;
  }
}
