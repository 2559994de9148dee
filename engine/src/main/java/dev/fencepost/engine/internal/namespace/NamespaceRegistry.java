// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.namespace;

/**
 * The namespaces, cached; a change made through any process is seen within seconds, one made
 * through this process at once. Safe for use by many threads.
 */
public interface NamespaceRegistry {

  /**
   * The namespace of a name.
   *
   * @throws io.grpc.StatusRuntimeException NOT_FOUND with Temporal's {@code
   *     NamespaceNotFoundFailure}
   */
  NamespaceEntry byName(String name);

  /**
   * The namespace of an id.
   *
   * @throws io.grpc.StatusRuntimeException NOT_FOUND with Temporal's {@code
   *     NamespaceNotFoundFailure}
   */
  NamespaceEntry byId(String id);
}
