// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.namespace;

import com.google.protobuf.util.Durations;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.v1.NamespaceState;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.namespace.Namespace;
import dev.fencepost.spi.namespace.NamespaceStore;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The namespaces: a cache that follows the store by its notification version, and the way to change
 * them. Safe for use by many threads.
 */
public final class Namespaces implements NamespaceRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(Namespaces.class);
  private static final String DEFAULT = "default";
  private static final int PAGE_SIZE = 200;

  private final NamespaceStore store;
  private final Map<UUID, NamespaceRecord> byId = new ConcurrentHashMap<>();
  private final Map<String, NamespaceRecord> byName = new ConcurrentHashMap<>();
  private final AtomicLong followedVersion = new AtomicLong();

  /** An empty cache over a store. */
  public Namespaces(NamespaceStore store) {
    this.store = store;
  }

  @Override
  public NamespaceEntry byName(String name) {
    return NamespaceBlobs.entry(record(name));
  }

  @Override
  public NamespaceEntry byId(String id) {
    UUID key;
    try {
      key = UUID.fromString(id);
    } catch (IllegalArgumentException notAnId) {
      throw ServiceErrors.namespaceNotFound(id);
    }
    NamespaceRecord cached = byId.get(key);
    return NamespaceBlobs.entry(cached == null ? load(key) : cached);
  }

  /** The namespace of a name with its whole configuration, at most seconds old. */
  public NamespaceRecord record(String name) {
    NamespaceRecord cached = byName.get(name);
    return cached == null ? load(name) : cached;
  }

  /** The namespace of a name, read from the store now. */
  public NamespaceRecord load(String name) {
    try {
      return remember(store.readByName(name));
    } catch (NotFound missing) {
      throw ServiceErrors.namespaceNotFound(name);
    }
  }

  /** The namespace of an id, read from the store now. */
  public NamespaceRecord load(UUID id) {
    try {
      return remember(store.read(id));
    } catch (NotFound missing) {
      throw ServiceErrors.namespaceNotFound(id.toString());
    }
  }

  /** A page of all namespaces, read from the store now. */
  public Page<NamespaceRecord> list(int size, Optional<PageToken> token) {
    Page<Namespace> page = store.list(new PageRequest(size, token));
    return new Page<>(page.items().stream().map(this::remember).toList(), page.next());
  }

  /**
   * Creates a namespace.
   *
   * @throws io.grpc.StatusRuntimeException ALREADY_EXISTS if the name is taken
   */
  public NamespaceRecord register(String name, NamespaceState state) {
    try {
      return remember(
          store.create(UUID.randomUUID(), name, NamespaceBlobs.blob(state), UUID.randomUUID()));
    } catch (AlreadyExists taken) {
      throw ServiceErrors.namespaceAlreadyExists(name);
    }
  }

  /** Creates the namespace {@code default} unless it exists already. */
  public void ensureDefault(Duration retention) {
    try {
      load(DEFAULT);
    } catch (StatusRuntimeException missing) {
      createDefault(retention);
    }
  }

  private void createDefault(Duration retention) {
    NamespaceState state =
        NamespaceState.newBuilder()
            .setState(io.temporal.api.enums.v1.NamespaceState.NAMESPACE_STATE_REGISTERED)
            .setDescription("The namespace clients use if they name none.")
            .setRetention(Durations.fromMillis(retention.toMillis()))
            .build();
    try {
      register(DEFAULT, state);
    } catch (StatusRuntimeException createdMeanwhile) {
      load(DEFAULT);
    }
  }

  /**
   * Changes a namespace. Of changes at the same time one is made after the other.
   *
   * @param name the namespace
   * @param change from the configuration as it is; may run more than once
   */
  public NamespaceRecord update(String name, UnaryOperator<NamespaceState> change) {
    while (true) {
      long version = store.notificationVersion();
      NamespaceRecord current = load(name);
      NamespaceState changed = change.apply(current.state());
      try {
        return remember(
            store.update(current.id(), NamespaceBlobs.blob(changed), version, UUID.randomUUID()));
      } catch (ConditionFailed overtaken) {
        LOG.debug("namespace {} was changed at the same time, changing it again", name);
      }
    }
  }

  /** Reads all namespaces again if any has changed. */
  public void follow() {
    long version = store.notificationVersion();
    if (version == followedVersion.get()) {
      return;
    }
    List<NamespaceRecord> all = new ArrayList<>();
    Optional<PageToken> next = Optional.empty();
    do {
      Page<Namespace> page = store.list(new PageRequest(PAGE_SIZE, next));
      page.items().forEach(stored -> all.add(NamespaceBlobs.read(stored)));
      next = page.next();
    } while (next.isPresent());
    all.forEach(this::remember);
    List<UUID> present = all.stream().map(NamespaceRecord::id).toList();
    byId.values().stream()
        .filter(known -> known.notificationVersion() <= version && !present.contains(known.id()))
        .forEach(this::forget);
    followedVersion.set(version);
  }

  private NamespaceRecord remember(Namespace stored) {
    return remember(NamespaceBlobs.read(stored));
  }

  private NamespaceRecord remember(NamespaceRecord read) {
    NamespaceRecord newest = byId.merge(read.id(), read, Namespaces::newer);
    byName.merge(newest.name(), newest, Namespaces::newer);
    byName
        .values()
        .removeIf(known -> known.id().equals(newest.id()) && !known.name().equals(newest.name()));
    return newest;
  }

  private void forget(NamespaceRecord gone) {
    byId.remove(gone.id(), gone);
    byName.remove(gone.name(), gone);
  }

  private static NamespaceRecord newer(NamespaceRecord known, NamespaceRecord read) {
    return read.notificationVersion() >= known.notificationVersion() ? read : known;
  }
}
