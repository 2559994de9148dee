// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A write as its tokens show it. */
final class ReadWrite implements Statement.Write {

  private final Tokens tokens;
  private final Range main;
  private final String reporting;
  private @Nullable String select;
  private boolean read;

  ReadWrite(Tokens tokens, String reporting) {
    this.tokens = tokens;
    this.main = WithClause.read(tokens, tokens.all()).main();
    this.reporting = reporting;
  }

  @Override
  public String text() {
    return tokens.text();
  }

  @Override
  public String reporting() {
    return reporting;
  }

  @Override
  public String verb() {
    return WithClause.startsChange(tokens, main.from())
        ? tokens.at(main.from()).value().toUpperCase(Locale.ROOT)
        : "SELECT";
  }

  @Override
  public boolean returnsRows() {
    return verb().equals("SELECT") || tokens.find(main, "returning") >= 0;
  }

  @Override
  public synchronized Optional<String> asSelect() {
    if (!read) {
      select = read();
      read = true;
    }
    return Optional.ofNullable(select);
  }

  private @Nullable String read() {
    try {
      return new SnapshotReader(tokens).query(tokens.all());
    } catch (SnapshotReader.Unreadable
        | IndexOutOfBoundsException
        | NoSuchElementException unreadable) {
      return null;
    }
  }
}
