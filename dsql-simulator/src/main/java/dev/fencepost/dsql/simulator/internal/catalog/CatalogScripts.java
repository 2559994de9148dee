// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.catalog;

import java.util.List;

/**
 * The scripts that make a fresh PostgreSQL look like the service, in the order they are run.
 *
 * <p>Each is a resource beside this class, run once as the superuser in the database {@code
 * postgres}, after the role {@code admin} and the simulator's own schema {@code simulator} exist.
 */
public final class CatalogScripts {

  private CatalogScripts() {}

  /** The names of the resources, relative to this class. */
  public static List<String> names() {
    return List.of("jobs.sql", "definitions.sql", "rows.sql", "system.sql");
  }
}
