// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions about errors. */
final class Failures {

  private Failures() {}

  static void assertSqlState(ThrowingCallable call, String sqlState) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, failed -> assertThat(failed.getSQLState()).isEqualTo(sqlState));
  }

  static void assertConflict(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("change conflicts with another transaction (OC000)")
        .extracting(failed -> ((SQLException) failed).getSQLState())
        .isEqualTo("40001");
  }
}
