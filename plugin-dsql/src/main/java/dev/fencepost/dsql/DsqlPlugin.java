// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.dsql.internal.DsqlBackend;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugin;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.Setting;
import dev.fencepost.spi.schema.SchemaAdministration;
import java.util.List;

/** The backend {@code dsql}: Amazon Aurora DSQL. {@link DsqlSettings} lists its keys. */
public final class DsqlPlugin implements PersistencePlugin {

  /** A plugin that has opened nothing. */
  public DsqlPlugin() {}

  @Override
  public String name() {
    return "dsql";
  }

  @Override
  public List<Setting<?>> settings() {
    return DsqlSettings.all();
  }

  @Override
  public Persistence open(Configuration configuration, PersistenceContext context) {
    return DsqlBackend.open(DsqlSettings.read(configuration), context);
  }

  @Override
  public SchemaAdministration openSchema(Configuration configuration, PersistenceContext context) {
    return DsqlBackend.openSchema(DsqlSettings.read(configuration), context);
  }
}
