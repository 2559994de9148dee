// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.namespace.NamespaceEntry;
import dev.fencepost.engine.internal.namespace.NamespaceRegistry;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import io.temporal.api.enums.v1.IndexedValueType;
import java.time.Duration;
import java.util.Map;

/** A registry that knows one namespace. */
record OneNamespace(Duration retention) implements NamespaceRegistry {

  static final String ID = "0b6f4c46-92b4-4ad1-9b1a-6b2f3f9f3b57";
  static final String NAME = "default";

  @Override
  public NamespaceEntry byName(String name) {
    if (!name.equals(NAME)) {
      throw ServiceErrors.namespaceNotFound(name);
    }
    return entry();
  }

  @Override
  public NamespaceEntry byId(String id) {
    if (!id.equals(ID)) {
      throw ServiceErrors.namespaceNotFound(id);
    }
    return entry();
  }

  private NamespaceEntry entry() {
    return new NamespaceEntry(
        ID, NAME, retention, Map.of("Color", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
  }
}
