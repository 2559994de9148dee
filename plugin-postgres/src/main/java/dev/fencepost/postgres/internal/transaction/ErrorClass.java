// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

/** What an error of the database means for the transaction it ended. */
public enum ErrorClass {
  /** Not committed; run the body again. */
  CONFLICT,
  /** Not committed; a key was taken. Whether to run again depends on the key. */
  DUPLICATE_KEY,
  /** Not committed; the database can't now. */
  NOT_NOW,
  /** Not committed; a limit of the database. */
  LIMIT,
  /** Not committed; a value the database can't store. */
  INVALID,
  /** Not committed; a statement the database does not accept, which is a bug of ours. */
  REFUSED,
  /** Perhaps committed, and perhaps not yet. */
  UNKNOWN
}
