// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import java.io.PrintWriter;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows how far the demonstration is: a bar that redraws itself on a terminal, elsewhere plain
 * lines two seconds apart. Safe for use by many threads.
 */
public final class Display {

  private static final int WIDTH = 30;
  private static final long LINE_INTERVAL_NANOS = 2_000_000_000L;

  private final PrintWriter out;
  private final Style style;
  private final Lock lock = new ReentrantLock();
  private long lastLine = System.nanoTime() - LINE_INTERVAL_NANOS;
  private int barLength;

  /** A display. */
  public Display(PrintWriter out, Style style) {
    this.out = out;
    this.style = style;
  }

  /** Something that is said once. */
  void say(String line) {
    lock.lock();
    try {
      clearBar();
      out.println(line);
      out.flush();
    } finally {
      lock.unlock();
    }
  }

  /** How far it is now. */
  void update(int done, int of, String details) {
    lock.lock();
    try {
      switch (style) {
        case BAR -> drawBar(done, of, details);
        case LINES -> printLine(done, of, details);
      }
    } finally {
      lock.unlock();
    }
  }

  private void drawBar(int done, int of, String details) {
    int filled = (int) ((long) WIDTH * done / of);
    String bar =
        "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + "/" + of + details;
    out.print("\r" + bar + " ".repeat(Math.max(0, barLength - bar.length())));
    out.flush();
    barLength = bar.length();
  }

  private void printLine(int done, int of, String details) {
    long now = System.nanoTime();
    if (now - lastLine >= LINE_INTERVAL_NANOS) {
      lastLine = now;
      out.println(done + "/" + of + " ended" + details);
      out.flush();
    }
  }

  private void clearBar() {
    if (barLength > 0) {
      out.print("\r" + " ".repeat(barLength) + "\r");
      barLength = 0;
    }
  }

  /** Where it is shown. */
  public enum Style {
    /** On a terminal. */
    BAR,
    /** In a file or a pipe. */
    LINES
  }
}
