// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Command;
import dev.fencepost.dsql.simulator.internal.backend.Reply;
import dev.fencepost.dsql.simulator.internal.backend.RowSink;
import dev.fencepost.dsql.simulator.internal.backend.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session does that has the turn alone: no other one is in the middle of a write. Whoever
 * holds a lock it needs is undone behind, to the beginning of its transaction, whose snapshot it
 * keeps; that one's next statement does its changes again, and so on. Each sees its own changes,
 * and nobody waits for anybody.
 */
final class Contention {

  private static final Logger LOG = LoggerFactory.getLogger(Contention.class);

  private final TransactionSession session;

  Contention(TransactionSession session) {
    this.session = session;
  }

  /** Does the changes of the own transaction again, if they have been undone. */
  void restore(Transaction running) throws IOException {
    if (!running.displaced) {
      return;
    }
    running.displaced = false;
    for (Command command : running.journal) {
      if (runWatched(List.of(Step.WAIT_FOR_LOCKS), command, noRows -> {}).error().isPresent()) {
        // Somebody has committed in between.
        running.lost = true;
        session.undoAll(running);
        running.displaced = false;
        restoreWhatIsLeft(running);
        return;
      }
    }
    session.backend().run(Step.WAIT_NO_LONGER);
  }

  private void restoreWhatIsLeft(Transaction running) throws IOException {
    List<Command> done = new ArrayList<>();
    for (Command command : running.journal) {
      // The mark is never released: who waits for a lock would then not notice an UNDO_ALL.
      List<Step> steps = List.of(Step.MARK, Step.WAIT_FOR_LOCKS);
      if (runWatched(steps, command, noRows -> {}).error().isPresent()) {
        session.backend().run(Step.UNDO);
      } else {
        done.add(command);
      }
    }
    session.backend().run(Step.WAIT_NO_LONGER);
    running.journal.clear();
    running.journal.addAll(done);
  }

  /** Asks what a command takes and answers while everybody who blocks it is displaced. */
  Reply describeWatched(Command command) throws IOException {
    return session.backend().describeWatched(command, this::displaceBlockers);
  }

  private void displaceBlockers() throws IOException {
    Cluster cluster = session.cluster();
    for (int processId : cluster.blockers().of(session.backend().processId())) {
      TransactionSession blocker = cluster.session(processId).orElse(null);
      if (blocker != null) {
        displace(blocker);
      }
    }
  }

  private static void displace(TransactionSession blocker) {
    try {
      blocker.displace();
    } catch (IOException gone) {
      LOG.debug("a session that was in the way has ended", gone);
    }
  }

  /** Executes a command while everybody who blocks it is displaced. */
  Reply runWatched(List<Step> steps, Command command, RowSink rows) throws IOException {
    session.refreshStatements();
    return session.backend().runWatched(steps, command, rows, this::displaceBlockers);
  }
}
