// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi;

import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.Setting;
import dev.fencepost.spi.schema.SchemaAdministration;
import java.util.List;

/**
 * A storage backend, found with {@link java.util.ServiceLoader} and selected by its {@linkplain
 * #name() name}.
 *
 * <p>Implementations have a public constructor without parameters that does nothing: a plugin that
 * is not selected must not open anything. Implementations are stateless and safe for use by many
 * threads. Only methods with a default may be added to this interface.
 *
 * @see PersistencePlugins
 */
public interface PersistencePlugin {

  /** The name a configuration selects this plugin by: lower case, unique on the class path. */
  String name();

  /**
   * Every setting of this plugin, its keys relative to {@code persistence.<name>}, in the order in
   * which the manual shows them. An engine reads environment variables and finds mistyped keys by
   * them; a plugin that returns none gets the keys of its section unchecked.
   */
  default List<Setting<?>> settings() {
    return List.of();
  }

  /**
   * Opens the stores.
   *
   * <p>The schema is checked, never changed. When this method throws, everything it had opened is
   * closed again.
   *
   * @param configuration the section of this plugin, its keys relative to {@code
   *     persistence.<name>}
   * @param context what the engine shares with the plugin
   * @return stores that are ready for calls; the caller closes them
   * @throws dev.fencepost.spi.config.InvalidConfiguration if a key is missing, unknown, mistyped or
   *     out of range; the message names the key and where it stands
   * @throws dev.fencepost.spi.error.SchemaMismatch if the database has no schema, an older, a newer
   *     or a tampered one
   * @throws dev.fencepost.spi.error.Unavailable if the database can't be reached or is a version
   *     that is not supported
   */
  Persistence open(Configuration configuration, PersistenceContext context);

  /**
   * Opens the administration of the schema, which works on a database that has none yet.
   *
   * @param configuration the section of this plugin, as for {@link #open}
   * @param context what the engine shares with the plugin
   * @return the administration; the caller closes it
   * @throws dev.fencepost.spi.config.InvalidConfiguration as {@link #open}
   * @throws dev.fencepost.spi.error.Unavailable if the database can't be reached
   */
  SchemaAdministration openSchema(Configuration configuration, PersistenceContext context);
}
