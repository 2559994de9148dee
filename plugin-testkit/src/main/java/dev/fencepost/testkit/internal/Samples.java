// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fencepost.spi.Blob;
import java.util.Random;

/** Values for tests. */
public final class Samples {

  /** Every kind of character an id may have: accents, another script, a surrogate pair, quotes. */
  public static final String UNICODE = "Größe 測試 \uD83D\uDC18 'quoted\" \\back% _";

  /** A text with half a surrogate pair. */
  public static final String HALF_CHARACTER = "half \uD83D of it";

  private Samples() {}

  /** A blob of a text. */
  public static Blob blob(String text) {
    return new Blob(text.getBytes(UTF_8), "Text");
  }

  /** The text of a blob. */
  public static String text(Blob blob) {
    return new String(blob.data(), UTF_8);
  }

  /** A blob of a length, of bytes that do not compress. */
  public static Blob blobOfSize(int bytes) {
    byte[] data = new byte[bytes];
    new Random(bytes).nextBytes(data);
    return new Blob(data, "Random");
  }

  /** A text of a length. */
  public static String textOfLength(int characters) {
    return "x".repeat(characters);
  }
}
