// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OpeningBudgetTest {

  @Test
  void noMoreTurnsThanTheBudgetHoweverManyAsk() throws Exception {
    OpeningBudget budget = new OpeningBudget(50);
    long start = System.nanoTime();
    List<Future<Long>> turns = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int asker = 0; asker < 26; asker++) {
        turns.add(
            threads.submit(
                () -> {
                  budget.await(Duration.ofSeconds(30));
                  return System.nanoTime() - start;
                }));
      }
      long last = 0;
      for (Future<Long> turn : turns) {
        last = Math.max(last, turn.get());
      }
      assertThat(Duration.ofNanos(last)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }
  }

  @Test
  void aTurnThatIsTooLateIsRefusedInOneLine() throws SQLException {
    OpeningBudget budget = new OpeningBudget(1);
    budget.await(Duration.ofMillis(1));
    assertThatThrownBy(() -> budget.await(Duration.ofMillis(1)))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("53400"))
        .hasMessageContaining("budget");
  }
}
