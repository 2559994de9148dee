// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import org.jspecify.annotations.Nullable;

/** How an operation ended. */
public sealed interface Ending {

  /**
   * It returned.
   *
   * @param value what it returned, null if that is nothing
   */
  record Returned(@Nullable Object value) implements Ending {}

  /**
   * It threw.
   *
   * @param error what it threw
   */
  record Threw(Throwable error) implements Ending {}
}
