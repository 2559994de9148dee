// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Command;
import dev.fencepost.dsql.simulator.internal.conflict.Footprint;
import java.util.ArrayList;
import java.util.List;

/** A client's transaction. Changed under its session's lock only, but for the footprint. */
final class Transaction {

  /** How a transaction came to be. */
  enum Form {
    /** By BEGIN. */
    BLOCK,
    /** By BEGIN READ ONLY. */
    READ_ONLY_BLOCK,
    /** By several statements that were sent at once outside of a block. */
    IMPLICIT,
    /** By one statement alone, which is committed before anybody else can meet it. */
    STATEMENT
  }

  final Footprint footprint = new Footprint();
  final List<Command> journal = new ArrayList<>();
  final long catalogVersion;
  private final long startedNanos = System.nanoTime();
  private Form form;

  /** The number in the commit log, while begun. */
  long snapshot;

  /** Whether it has been begun behind. */
  boolean begun;

  /** A statement has failed; nothing of it is left behind. */
  boolean aborted;

  /** Its changes have been undone behind, to be done again from the journal. */
  boolean displaced;

  /** It has met a row that somebody has changed and committed since its snapshot. */
  volatile boolean lost;

  boolean defined;
  boolean changed;

  Transaction(Form form, long catalogVersion) {
    this.form = form;
    this.catalogVersion = catalogVersion;
  }

  Form form() {
    return form;
  }

  /** BEGIN in the middle of an implicit transaction makes it a block. */
  void become(Form block) {
    form = block;
  }

  boolean isBlock() {
    return form == Form.BLOCK || form == Form.READ_ONLY_BLOCK;
  }

  long ageNanos() {
    return System.nanoTime() - startedNanos;
  }

  /** Whether it has done anything that others could conflict with. */
  boolean leavesTraces() {
    return defined || lost || !footprint.isEmpty();
  }
}
