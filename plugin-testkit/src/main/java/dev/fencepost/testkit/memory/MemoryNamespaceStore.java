// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.namespace.Namespace;
import dev.fencepost.spi.namespace.NamespaceStore;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Namespaces in memory. */
final class MemoryNamespaceStore implements NamespaceStore {

  private final MemorySession session;

  MemoryNamespaceStore(MemorySession session) {
    this.session = session;
  }

  @Override
  public long notificationVersion() {
    return session.call(tables -> tables.notificationVersion);
  }

  @Override
  public Namespace create(UUID id, String name, Blob state, UUID requestId) {
    Requests.text("name", name, 1, 255);
    return session.call(
        tables -> {
          if (tables.namespaces.containsKey(id) || named(tables, name).isPresent()) {
            throw new AlreadyExists("namespace exists", Map.of("id", id, "name", name));
          }
          return store(tables, id, name, state);
        });
  }

  @Override
  public Namespace read(UUID id) {
    return session.call(tables -> existing(tables, id));
  }

  @Override
  public Namespace readByName(String name) {
    return session.call(
        tables ->
            named(tables, name)
                .orElseThrow(() -> new NotFound("namespace not found", Map.of("name", name))));
  }

  @Override
  public Namespace update(UUID id, Blob state, long expectedNotificationVersion, UUID requestId) {
    return session.call(
        tables -> {
          requireVersion(tables, expectedNotificationVersion);
          return store(tables, id, existing(tables, id).name(), state);
        });
  }

  @Override
  public Namespace rename(
      UUID id, String newName, long expectedNotificationVersion, UUID requestId) {
    Requests.text("newName", newName, 1, 255);
    return session.call(
        tables -> {
          requireVersion(tables, expectedNotificationVersion);
          Namespace present = existing(tables, id);
          if (named(tables, newName).filter(other -> !other.id().equals(id)).isPresent()) {
            throw new AlreadyExists("namespace exists", Map.of("name", newName));
          }
          return store(tables, id, newName, present.state());
        });
  }

  @Override
  public void delete(UUID id, UUID requestId) {
    session.run(tables -> tables.namespaces.remove(id));
  }

  @Override
  public void deleteByName(String name, UUID requestId) {
    session.run(tables -> tables.namespaces.values().removeIf(found -> found.name().equals(name)));
  }

  @Override
  public Page<Namespace> list(PageRequest page) {
    return session.call(
        tables ->
            new Paging<>(
                    "namespaces",
                    tables.namespaces.values(),
                    row -> row.id().toString(),
                    token -> {
                      UUID last = UUID.fromString(token);
                      return row -> UuidOrder.BY_BYTES.compare(row.id(), last) > 0;
                    })
                .page(page));
  }

  private static Namespace store(MemoryTables tables, UUID id, String name, Blob state) {
    tables.notificationVersion++;
    Namespace namespace = new Namespace(id, name, state, tables.notificationVersion);
    tables.namespaces.put(id, namespace);
    return namespace;
  }

  private static void requireVersion(MemoryTables tables, long expected) {
    if (tables.notificationVersion != expected) {
      throw new ConditionFailed(
          new FailedCondition.NotificationVersionMismatch(expected, tables.notificationVersion));
    }
  }

  private static Namespace existing(MemoryTables tables, UUID id) {
    Namespace namespace = tables.namespaces.get(id);
    if (namespace == null) {
      throw new NotFound("namespace not found", Map.of("id", id));
    }
    return namespace;
  }

  private static Optional<Namespace> named(MemoryTables tables, String name) {
    return tables.namespaces.values().stream()
        .filter(found -> found.name().equals(name))
        .findFirst();
  }
}
