// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import dev.fencepost.engine.internal.namespace.NamespaceEntry;
import dev.fencepost.engine.internal.namespace.NamespaceRegistry;
import dev.fencepost.engine.internal.namespace.SearchAttributeTypes;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import io.temporal.api.common.v1.SearchAttributes;
import java.util.Optional;

/** The namespace a request names. */
final class NamespaceLookup {

  private final NamespaceRegistry registry;

  NamespaceLookup(NamespaceRegistry registry) {
    this.registry = registry;
  }

  /**
   * The id of a namespace.
   *
   * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT if the name is missing, NOT_FOUND if
   *     there is no such namespace
   */
  String idOf(String name) {
    return entry(name).id();
  }

  /** What is wrong with search attributes in a namespace, empty if nothing is. */
  Optional<String> problemOf(String namespace, SearchAttributes attributes) {
    return SearchAttributeTypes.problemOf(entry(namespace), attributes);
  }

  NamespaceEntry entry(String name) {
    if (name.isEmpty()) {
      throw ServiceErrors.invalidArgument("namespace is missing");
    }
    if (name.length() > 255) {
      throw ServiceErrors.namespaceNotFound(Requests.shown(name));
    }
    return registry.byName(name);
  }
}
