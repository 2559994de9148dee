// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.schema.SchemaAdministration;

/**
 * Where the conformance kit gets the stores it tests: one database of one backend.
 *
 * <p>All calls of one source concern the same database, so that two opened persistences are two
 * processes of one cluster. Before each test class the kit <b>drops the schema with all data</b>,
 * sets it up again and opens one persistence, which it closes after the class. Within a class tests
 * use ids of their own. Test classes of one source never run at the same time.
 *
 * <p>Sources may be used by many threads.
 */
public interface PersistenceSource {

  /** Opens stores on the database, whose schema is set up; the caller closes them. */
  Persistence open();

  /** Opens the administration of the database's schema; the caller closes it. */
  SchemaAdministration openSchema();

  /**
   * Whether the backend can do what the capability stands for. A source that says no gives the
   * reason in a comment; the tests of that capability are then reported as aborted.
   */
  default boolean supports(Capability capability) {
    return true;
  }

  /** Drops everything and sets the schema up again. */
  default void empty() {
    try (SchemaAdministration schema = openSchema()) {
      schema.drop();
      schema.setup();
    }
  }
}
