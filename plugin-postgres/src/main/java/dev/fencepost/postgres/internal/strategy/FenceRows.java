// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.strategy;

import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.spi.fence.Fence;
import java.sql.SQLException;

/**
 * The rows at which fenced writes meet take-overs, where these are not the rows of the tokens. They
 * are written in the transaction that writes the token.
 */
public interface FenceRows {

  /** For a backend whose writers meet take-overs at the rows of the tokens. */
  FenceRows NONE =
      new FenceRows() {
        @Override
        public void begin(Session session) {}

        @Override
        public void create(Session session, Fence fence) {}

        @Override
        public void replace(Session session, Fence fence) {}

        @Override
        public void delete(Session session, Fence fence) {}
      };

  /** Makes one transaction of what follows in the session, if rows will be written. */
  void begin(Session session) throws SQLException;

  /** Creates the rows of what has just been created. */
  void create(Session session, Fence fence) throws SQLException;

  /**
   * Replaces the rows by others with a token, so that no write that has met the old ones commits.
   */
  void replace(Session session, Fence fence) throws SQLException;

  /** Deletes the rows of what has just been deleted, whatever their token. */
  void delete(Session session, Fence fence) throws SQLException;
}
