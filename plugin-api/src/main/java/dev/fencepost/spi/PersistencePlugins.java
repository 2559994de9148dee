// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.fencepost.spi.config.InvalidConfiguration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** Finds storage plugins and selects one by name. Immutable and safe for use by many threads. */
public final class PersistencePlugins {

  private final List<PersistencePlugin> plugins;

  private PersistencePlugins(List<PersistencePlugin> plugins) {
    this.plugins = plugins;
  }

  /**
   * Loads every plugin the class loader sees.
   *
   * @param classLoader where to look for providers of {@link PersistencePlugin}
   */
  public static PersistencePlugins load(ClassLoader classLoader) {
    requireNonNull(classLoader, "classLoader is null");
    List<PersistencePlugin> found = new ArrayList<>();
    ServiceLoader.load(PersistencePlugin.class, classLoader).forEach(found::add);
    return of(found);
  }

  /**
   * Wraps plugins that were found in another way.
   *
   * @param plugins the plugins, in any order
   */
  public static PersistencePlugins of(List<PersistencePlugin> plugins) {
    return new PersistencePlugins(
        plugins.stream().sorted(Comparator.comparing(PersistencePlugin::name)).toList());
  }

  /** The names found, sorted; a name stands twice if two plugins claim it. */
  public List<String> names() {
    return plugins.stream().map(PersistencePlugin::name).toList();
  }

  /**
   * Selects the plugin of a name.
   *
   * @param name the name, as in the configuration
   * @throws InvalidConfiguration if no plugin or more than one has the name; the message lists what
   *     was found
   */
  public PersistencePlugin select(String name) {
    requireNonNull(name, "name is null");
    List<PersistencePlugin> matching =
        plugins.stream().filter(plugin -> plugin.name().equals(name)).toList();
    if (matching.isEmpty()) {
      throw new InvalidConfiguration(
          "unknown persistence backend '"
              + name
              + "': "
              + (plugins.isEmpty()
                  ? "no plugin is on the class path"
                  : "found " + String.join(", ", names())));
    }
    if (matching.size() > 1) {
      throw new InvalidConfiguration(
          "more than one persistence plugin is named '"
              + name
              + "': "
              + matching.stream().map(plugin -> plugin.getClass().getName()).collect(joining(", "))
              + "; leave one of them on the class path");
    }
    return matching.getFirst();
  }
}
