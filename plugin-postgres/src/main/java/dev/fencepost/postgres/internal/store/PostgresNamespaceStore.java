// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.transaction.DuplicateKey;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.Outcome;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.namespace.Namespace;
import dev.fencepost.spi.namespace.NamespaceStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Namespaces in PostgreSQL. */
final class PostgresNamespaceStore implements NamespaceStore {

  private static final int LONGEST_NAME = 255;
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final Stores stores;
  private final NamespaceStatements statements;
  private final Operation notificationVersion;
  private final Operation create;
  private final Operation read;
  private final Operation readByName;
  private final Operation update;
  private final Operation rename;
  private final Operation delete;
  private final Operation deleteByName;
  private final Operation list;

  PostgresNamespaceStore(Stores stores, SqlRenderer renderer) {
    this.stores = stores;
    this.statements = new NamespaceStatements(stores.strategy(), renderer);
    this.notificationVersion = stores.operation("namespaces.notificationVersion");
    this.create = stores.operation("namespaces.create");
    this.read = stores.operation("namespaces.read");
    this.readByName = stores.operation("namespaces.readByName");
    this.update = stores.operation("namespaces.update");
    this.rename = stores.operation("namespaces.rename");
    this.delete = stores.operation("namespaces.delete");
    this.deleteByName = stores.operation("namespaces.deleteByName");
    this.list = stores.operation("namespaces.list");
  }

  @Override
  public long notificationVersion() {
    return stores
        .runner()
        .read(
            notificationVersion,
            session ->
                session.one(
                    statements.notificationVersion,
                    bind -> {},
                    row -> row.getLong("notification_version")));
  }

  @Override
  public Namespace create(UUID id, String name, Blob state, UUID requestId) {
    stores.requests().requireKey("name", name, LONGEST_NAME);
    stores.requests().requireBlob(state);
    return stores.runner().write(create, new Creation(id, name, state, requestId));
  }

  @Override
  public Namespace read(UUID id) {
    return find(read, statements.read, bind -> bind.uuid("namespace_id", id))
        .orElseThrow(() -> notFound(id));
  }

  @Override
  public Namespace readByName(String name) {
    stores.requests().requireStorable("name", name);
    return find(readByName, statements.readByName, bind -> bind.text("name", name))
        .orElseThrow(() -> new NotFound("namespace not found", Map.of("name", name)));
  }

  @Override
  public Namespace update(UUID id, Blob state, long expectedNotificationVersion, UUID requestId) {
    stores.requests().requireBlob(state);
    return stores
        .runner()
        .write(
            update,
            new Change(
                statements.update,
                id,
                expectedNotificationVersion,
                requestId,
                bind -> bind.blob("data", state),
                before ->
                    new Namespace(id, before.name(), state, expectedNotificationVersion + 1)));
  }

  @Override
  public Namespace rename(
      UUID id, String newName, long expectedNotificationVersion, UUID requestId) {
    stores.requests().requireKey("newName", newName, LONGEST_NAME);
    return stores
        .runner()
        .write(
            rename,
            new Change(
                statements.rename,
                id,
                expectedNotificationVersion,
                requestId,
                bind -> bind.text("name", newName),
                before ->
                    new Namespace(id, newName, before.state(), expectedNotificationVersion + 1)));
  }

  @Override
  public void delete(UUID id, UUID requestId) {
    stores
        .runner()
        .write(
            delete,
            Write.repeatable(
                session -> {
                  session.execute(statements.delete, bind -> bind.uuid("namespace_id", id));
                  return id;
                }));
  }

  @Override
  public void deleteByName(String name, UUID requestId) {
    stores.requests().requireStorable("name", name);
    stores
        .runner()
        .write(
            deleteByName,
            Write.repeatable(
                session -> {
                  session.execute(statements.deleteByName, bind -> bind.text("name", name));
                  return name;
                }));
  }

  @Override
  public Page<Namespace> list(PageRequest page) {
    PageTokens tokens = new PageTokens("namespaces");
    UUID after =
        page.token()
            .map(token -> tokens.read(token, key -> UUID.fromString(key.getFirst())))
            .orElse(BEFORE_ALL);
    List<Namespace> namespaces =
        stores
            .runner()
            .read(
                list,
                session ->
                    session.all(
                        statements.list,
                        bind ->
                            bind.uuid("namespace_id", after).integer("limit", Keyset.limit(page)),
                        PostgresNamespaceStore::namespace));
    return Keyset.page(namespaces, page, last -> tokens.write(last.id()));
  }

  private Optional<Namespace> find(Operation operation, Sql sql, Session.Bindings bindings) {
    return stores
        .runner()
        .read(
            operation, session -> session.first(sql, bindings, PostgresNamespaceStore::namespace));
  }

  private static Namespace namespace(ResultSet row) throws SQLException {
    return namespace(Columns.uuid(row, "namespace_id"), row);
  }

  private static Namespace namespace(UUID id, ResultSet row) throws SQLException {
    return new Namespace(
        id, row.getString("name"), Columns.blob(row, "data"), row.getLong("notification_version"));
  }

  private static NotFound notFound(UUID id) {
    return new NotFound("namespace not found", Map.of("id", id));
  }

  private static Optional<PersistenceException> taken(DuplicateKey key) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("constraint", key.constraint());
    context.put("key", key.detail());
    return Optional.of(new AlreadyExists("namespace exists", context));
  }

  private Optional<Mark> mark(Session session, UUID id) throws SQLException {
    return session.first(
        statements.mark, bind -> bind.uuid("namespace_id", id), row -> Mark.read(id, row));
  }

  private final class Creation implements Write<Namespace> {

    private final UUID id;
    private final String name;
    private final Blob state;
    private final UUID requestId;

    Creation(UUID id, String name, Blob state, UUID requestId) {
      this.id = id;
      this.name = name;
      this.state = state;
      this.requestId = requestId;
    }

    @Override
    public Namespace attempt(Session session) throws SQLException {
      return session.write(
          statements.create,
          bind ->
              bind.uuid("namespace_id", id)
                  .text("name", name)
                  .blob("data", state)
                  .uuid("request_id", requestId),
          (row, changed) -> new Namespace(id, name, state, row.getLong("notification_version")));
    }

    @Override
    public Outcome<Namespace> outcome(Session session) throws SQLException {
      return mark(session, id)
          .flatMap(Mark::stored)
          .filter(stored -> stored.createdBy().equals(requestId))
          .<Outcome<Namespace>>map(stored -> new Outcome.Committed<>(stored.namespace()))
          .orElseGet(Outcome.NotCommitted::new);
    }

    @Override
    public Optional<PersistenceException> duplicateKey(DuplicateKey key) {
      return taken(key);
    }
  }

  private final class Change implements Write<Namespace> {

    private final WriteSql sql;
    private final UUID id;
    private final long expectedVersion;
    private final UUID requestId;
    private final Session.Bindings values;
    private final UnaryOperator<Namespace> after;

    Change(
        WriteSql sql,
        UUID id,
        long expectedVersion,
        UUID requestId,
        Session.Bindings values,
        UnaryOperator<Namespace> after) {
      this.sql = sql;
      this.id = id;
      this.expectedVersion = expectedVersion;
      this.requestId = requestId;
      this.values = values;
      this.after = after;
    }

    @Override
    public Namespace attempt(Session session) throws SQLException {
      return session.write(sql, this::bind, (row, changed) -> answer(row));
    }

    private void bind(Binder bind) throws SQLException {
      bind.uuid("namespace_id", id)
          .bigint("expected_notification_version", expectedVersion)
          .uuid("request_id", requestId);
      values.bind(bind);
    }

    private Namespace answer(ResultSet row) throws SQLException {
      long actual = row.getLong("actual_notification_version");
      if (actual != expectedVersion) {
        throw new ConditionFailed(
            new FailedCondition.NotificationVersionMismatch(expectedVersion, actual));
      }
      @Nullable String name = row.getString("name");
      if (name == null) {
        throw notFound(id);
      }
      return after.apply(new Namespace(id, name, Columns.blob(row, "data"), actual));
    }

    /** Only the change that leads from the expected version to the next one can be this one. */
    @Override
    public Outcome<Namespace> outcome(Session session) throws SQLException {
      Optional<Mark> mark = mark(session, id);
      if (mark.isEmpty() || mark.get().tableVersion() <= expectedVersion) {
        return new Outcome.NotCommitted<>();
      }
      Optional<Stored> stored = mark.get().stored();
      if (stored.isEmpty()) {
        return new Outcome.Undecided<>();
      }
      if (stored.get().lastWrittenBy().equals(requestId)) {
        return new Outcome.Committed<>(stored.get().namespace());
      }
      return stored.get().namespace().notificationVersion() <= expectedVersion + 1
          ? new Outcome.NotCommitted<>()
          : new Outcome.Undecided<>();
    }

    @Override
    public Optional<PersistenceException> duplicateKey(DuplicateKey key) {
      return taken(key);
    }
  }

  /** A namespace with the requests that wrote it first and last. */
  private record Stored(Namespace namespace, UUID createdBy, UUID lastWrittenBy) {}

  /** What the tables say of a namespace. */
  private record Mark(long tableVersion, Optional<Stored> stored) {

    static Mark read(UUID id, ResultSet row) throws SQLException {
      @Nullable UUID created = row.getObject("create_request_id", UUID.class);
      return new Mark(
          row.getLong("table_notification_version"),
          created == null
              ? Optional.empty()
              : Optional.of(
                  new Stored(namespace(id, row), created, Columns.uuid(row, "last_request_id"))));
    }
  }
}
