// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The statements all clients have sent, with what was answered. The last ten thousand are kept, and
 * all that were refused; listeners get every one. Safe for use by any number of threads.
 */
public final class StatementLog {

  private static final int KEPT = 10_000;

  private final Deque<LoggedStatement> last = new ArrayDeque<>();
  private final List<LoggedStatement> refused = new CopyOnWriteArrayList<>();
  private final List<Consumer<LoggedStatement>> listeners = new CopyOnWriteArrayList<>();

  StatementLog() {}

  /** Calls somebody with every statement from now on, in the thread of its session. */
  public void listen(Consumer<LoggedStatement> listener) {
    listeners.add(listener);
  }

  /** The statements kept, in the order they were answered. */
  public List<LoggedStatement> statements() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }

  /** The statements that were refused as not supported since the start or the last clear. */
  public List<LoggedStatement> refused() {
    return List.copyOf(refused);
  }

  /** Forgets all statements. */
  public void clear() {
    synchronized (last) {
      last.clear();
    }
    refused.clear();
  }

  void add(LoggedStatement statement) {
    synchronized (last) {
      last.addLast(statement);
      if (last.size() > KEPT) {
        last.removeFirst();
      }
    }
    if (statement.refused()) {
      refused.add(statement);
    }
    listeners.forEach(listener -> listener.accept(statement));
  }
}
