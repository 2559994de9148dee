// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.sql.SQLException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "40001, CONFLICT",
    "40P01, CONFLICT",
    "40p01, CONFLICT",
    "23505, DUPLICATE_KEY",
    "55P03, NOT_NOW",
    "57014, NOT_NOW",
    "57P03, NOT_NOW",
    "25006, NOT_NOW",
    "25P03, NOT_NOW",
    "42501, NOT_NOW",
    "53000, NOT_NOW",
    "53100, NOT_NOW",
    "53200, NOT_NOW",
    "53300, NOT_NOW",
    "53400, NOT_NOW",
    "54000, LIMIT",
    "54001, LIMIT",
    "54011, LIMIT",
    "54023, LIMIT",
    "22001, LIMIT",
    "22021, INVALID",
    "22P05, INVALID",
    "22008, INVALID",
    "22012, REFUSED",
    "23502, REFUSED",
    "21000, REFUSED",
    "25P02, REFUSED",
    "0A000, REFUSED",
    "42601, REFUSED",
    "42P01, REFUSED",
    "08000, UNKNOWN",
    "08003, UNKNOWN",
    "08006, UNKNOWN",
    "08007, UNKNOWN",
    "40003, UNKNOWN",
    "57P01, UNKNOWN",
    "57P02, UNKNOWN",
    "57P05, UNKNOWN",
    "58030, UNKNOWN",
    "XX000, UNKNOWN",
    "40002, UNKNOWN",
    "99999, UNKNOWN"
  })
  void everyStateHasItsClass(String state, ErrorClass expected) {
    assertThat(SqlErrors.classify(new SQLException("message", state))).isEqualTo(expected);
  }

  @Test
  void withoutAStateTheOutcomeIsUnknown() {
    assertThat(SqlErrors.classify(new SQLException("message"))).isEqualTo(ErrorClass.UNKNOWN);
    assertThat(SqlErrors.classify(new SQLException("message", "4"))).isEqualTo(ErrorClass.UNKNOWN);
    assertThat(SqlErrors.classify(new EOFException())).isEqualTo(ErrorClass.UNKNOWN);
  }

  @Test
  void aStateIsFoundInCausesAndFollowers() {
    SQLException conflict = new SQLException("conflict", "40001");
    assertThat(SqlErrors.classify(new IllegalStateException(new SQLException("outer", conflict))))
        .isEqualTo(ErrorClass.CONFLICT);
    SQLException first = new SQLException("first");
    first.setNextException(conflict);
    assertThat(SqlErrors.classify(first)).isEqualTo(ErrorClass.CONFLICT);
  }

  @Test
  void aLostConnectionAnywhereMakesTheOutcomeUnknown() {
    SQLException conflict = new SQLException("conflict", "40001");
    conflict.setNextException(new SQLException("lost", "08006"));
    assertThat(SqlErrors.classify(conflict)).isEqualTo(ErrorClass.UNKNOWN);
    assertThat(SqlErrors.classify(new SQLException("no", "40001", new SQLException("", "08003"))))
        .isEqualTo(ErrorClass.UNKNOWN);
  }

  @Test
  void causesInACircleAreLookedAtOnce() {
    SQLException first = new SQLException("first");
    SQLException second = new SQLException("second", first);
    first.initCause(second);
    assertThat(SqlErrors.classify(first)).isEqualTo(ErrorClass.UNKNOWN);
  }

  @Property
  void noStateOfAConnectionOrTheSystemIsSurelyNotCommitted(
      @ForAll @StringLength(3) @CharRange(from = '0', to = '9') String rest) {
    for (String unsafe : new String[] {"08", "58", "XX", "F0"}) {
      assertThat(SqlErrors.classify(unsafe + rest)).isEqualTo(ErrorClass.UNKNOWN);
    }
  }
}
