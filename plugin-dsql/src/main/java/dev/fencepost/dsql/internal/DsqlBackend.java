// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal;

import dev.fencepost.dsql.DsqlSettings;
import dev.fencepost.dsql.internal.connection.ClusterConnections;
import dev.fencepost.schema.DsqlSchemaDialect;
import dev.fencepost.schema.SchemaMigrator;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.schema.SchemaAdministration;
import java.sql.SQLException;
import java.util.Map;

/** Opens what the plugin offers. */
public final class DsqlBackend {

  private DsqlBackend() {}

  /** Opens the administration of the schema, after a look whether the cluster lets the user in. */
  public static SchemaAdministration openSchema(DsqlSettings settings, PersistenceContext context) {
    String name = context.applicationName();
    try {
      ClusterConnections.single(settings, name).close();
      return new SchemaMigrator(
          () -> ClusterConnections.single(settings, name),
          new DsqlSchemaDialect(),
          settings.schema());
    } catch (SQLException lost) {
      throw new Unavailable(
          "the cluster can't be used",
          Map.of("cluster", settings.cluster(), "reason", String.valueOf(lost.getMessage())),
          lost);
    }
  }
}
