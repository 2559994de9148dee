// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.Outcome;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.cluster.ClusterMetadata;
import dev.fencepost.spi.cluster.ClusterMetadataStore;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.NotFound;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Cluster metadata in PostgreSQL. */
final class PostgresClusterMetadataStore implements ClusterMetadataStore {

  private static final int LONGEST_NAME = 255;

  private final Stores stores;
  private final ClusterStatements statements;
  private final Operation save;
  private final Operation read;
  private final Operation list;
  private final Operation delete;

  PostgresClusterMetadataStore(Stores stores, ClusterStatements statements) {
    this.stores = stores;
    this.statements = statements;
    this.save = stores.operation("clusterMetadata.save");
    this.read = stores.operation("clusterMetadata.read");
    this.list = stores.operation("clusterMetadata.list");
    this.delete = stores.operation("clusterMetadata.delete");
  }

  @Override
  public ClusterMetadata save(String clusterName, Blob data, long expectedVersion, UUID requestId) {
    stores.requests().requireKey("clusterName", clusterName, LONGEST_NAME);
    stores.requests().requireBlob(data);
    ClusterMetadata saved = new ClusterMetadata(clusterName, data, expectedVersion + 1);
    return stores
        .runner()
        .write(
            save,
            new Write<>() {
              @Override
              public ClusterMetadata attempt(Session session) throws SQLException {
                return session.write(
                    statements.save,
                    bind ->
                        bind.text("cluster_name", clusterName)
                            .blob("data", data)
                            .bigint("expected_version", expectedVersion)
                            .uuid("request_id", requestId),
                    (row, changed) -> {
                      if (changed.rows("created") + changed.rows("changed") != 1) {
                        throw new ConditionFailed(
                            new FailedCondition.ClusterMetadataVersionMismatch(
                                clusterName, expectedVersion, row.getLong("actual_version")));
                      }
                      return saved;
                    });
              }

              @Override
              public Outcome<ClusterMetadata> outcome(Session session) throws SQLException {
                return session
                    .first(
                        statements.metadataMark,
                        bind -> bind.text("cluster_name", clusterName),
                        row ->
                            Outcome.of(
                                Columns.uuid(row, "last_request_id").equals(requestId),
                                row.getLong("record_version") <= expectedVersion + 1,
                                saved))
                    .orElseGet(Outcome.NotCommitted::new);
              }
            });
  }

  @Override
  public ClusterMetadata read(String clusterName) {
    stores.requests().requireStorable("clusterName", clusterName);
    return stores
        .runner()
        .read(
            read,
            session ->
                session.first(
                    statements.readMetadata,
                    bind -> bind.text("cluster_name", clusterName),
                    row ->
                        new ClusterMetadata(
                            clusterName, Columns.blob(row, "data"), row.getLong("record_version"))))
        .orElseThrow(
            () -> new NotFound("cluster metadata not found", Map.of("clusterName", clusterName)));
  }

  @Override
  public Page<ClusterMetadata> list(PageRequest page) {
    PageTokens tokens = new PageTokens("cluster metadata");
    String after = page.token().map(token -> tokens.read(token, List::getFirst)).orElse("");
    List<ClusterMetadata> found =
        stores
            .runner()
            .read(
                list,
                session ->
                    session.all(
                        statements.listMetadata,
                        bind ->
                            bind.text("cluster_name", after).integer("limit", Keyset.limit(page)),
                        row ->
                            new ClusterMetadata(
                                row.getString("cluster_name"),
                                Columns.blob(row, "data"),
                                row.getLong("record_version"))));
    return Keyset.page(found, page, last -> tokens.write(last.clusterName()));
  }

  @Override
  public void delete(String clusterName, UUID requestId) {
    stores.requests().requireStorable("clusterName", clusterName);
    stores
        .runner()
        .write(
            delete,
            Write.repeatable(
                session -> {
                  session.execute(
                      statements.deleteMetadata, bind -> bind.text("cluster_name", clusterName));
                  return clusterName;
                }));
  }
}
