// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal;

import dev.fencepost.dsql.DsqlSettings;
import dev.fencepost.dsql.internal.connection.ClusterConnections;
import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.dsql.internal.probe.FoldedWriteProbe;
import dev.fencepost.dsql.internal.probe.KeyShareProbe;
import dev.fencepost.postgres.internal.connection.Connections;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.schema.DsqlSchemaDialect;
import dev.fencepost.schema.SchemaMigrator;
import dev.fencepost.schema.SchemaStatuses;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.metric.PersistenceMetric;
import dev.fencepost.spi.schema.SchemaAdministration;
import io.micrometer.core.instrument.Tags;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what the plugin offers, after a look at the cluster and its schema. */
public final class DsqlBackend {

  private static final Logger LOG = LoggerFactory.getLogger(DsqlBackend.class);

  private DsqlBackend() {}

  /** Opens the stores. */
  public static Persistence open(DsqlSettings settings, PersistenceContext context) {
    try (SchemaAdministration schema = openSchema(settings, context)) {
      SchemaStatuses.requireCurrent(schema.status());
    }
    ClusterConnections connections =
        new ClusterConnections(settings, context.applicationName(), context.meters());
    try {
      connections.warmUp();
      FenceKind fence = fence(settings, connections);
      WriteForm form = form(settings, connections);
      report(settings, fence, form, context);
      return StoreOpening.open(settings, fence, form, connections, context);
    } catch (RuntimeException | Error failed) {
      connections.close();
      throw failed;
    }
  }

  private static void report(
      DsqlSettings settings, FenceKind fence, WriteForm form, PersistenceContext context) {
    LOG.info("cluster {}: fence {}, writes {}", settings.cluster(), text(fence), text(form));
    context
        .meters()
        .gauge(
            PersistenceMetric.FENCE.meterName(),
            Tags.of("backend", StoreOpening.NAME, "fence", text(fence), "writes", text(form)),
            1);
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static FenceKind fence(DsqlSettings settings, Connections connections) {
    return switch (settings.fence()) {
      case CAS -> FenceKind.CAS;
      case KEY_SHARE -> FenceKind.KEY_SHARE;
      case AUTO ->
          new KeyShareProbe(settings.schema(), connections).holds()
              ? FenceKind.KEY_SHARE
              : FenceKind.CAS;
    };
  }

  private static WriteForm form(DsqlSettings settings, Connections connections) {
    return switch (settings.writes()) {
      case FOLDED -> WriteForm.FOLDED;
      case SEQUENCE -> WriteForm.SEQUENCE;
      case AUTO ->
          new FoldedWriteProbe(settings.schema(), connections).isAccepted()
              ? WriteForm.FOLDED
              : WriteForm.SEQUENCE;
    };
  }

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
