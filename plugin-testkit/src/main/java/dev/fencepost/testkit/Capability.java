// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit;

/**
 * What a backend may be unable to do and still be of use. Every constant is true unless a {@link
 * PersistenceSource} says otherwise.
 */
public enum Capability {
  /** When true, enables the tests which check that a blob of 1 MiB is read back whole. */
  BLOBS_OF_ONE_MEBIBYTE,
  /**
   * When true, enables the tests which check that two persistences opened on one source see each
   * other's writes, as two processes of a cluster do.
   */
  SEVERAL_PERSISTENCES,
  /** When true, enables the tests which check races between many threads on one persistence. */
  CONCURRENT_CALLS,
  /**
   * When true, enables the tests which check that several processes may set up a schema at once.
   */
  CONCURRENT_SCHEMA_SETUP,
  /** When true, enables the tests which wait for members to expire by the database's clock. */
  MEMBER_EXPIRY,
  /** When true, enables the tests which check lists over a thousand rows and more. */
  LONG_LISTS,
  /**
   * When true, enables the tests which check that ids and names of 1,000 characters of three bytes
   * each are stored. A backend without it refuses them as {@code LimitExceeded}.
   */
  IDS_OF_THREE_KILOBYTES
}
