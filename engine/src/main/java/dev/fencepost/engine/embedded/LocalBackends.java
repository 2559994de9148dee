// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.ServiceLoader;

/** Finds the databases that this process can run itself. */
public final class LocalBackends {

  private LocalBackends() {}

  /**
   * Selects the database that a storage plugin works on.
   *
   * @param name the plugin's name
   * @throws EmbeddedDatabaseFailure if there is none; the message lists what was found
   */
  public static LocalBackend select(String name) {
    List<LocalBackend> found =
        ServiceLoader.load(LocalBackend.class, LocalBackends.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return found.stream()
        .filter(backend -> backend.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new EmbeddedDatabaseFailure(
                    "no database can be run here for the backend '"
                        + name
                        + "', only for "
                        + found.stream().map(LocalBackend::name).sorted().collect(joining(", "))));
  }
}
