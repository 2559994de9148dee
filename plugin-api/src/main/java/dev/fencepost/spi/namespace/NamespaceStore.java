// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.namespace;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import java.util.UUID;

/**
 * Namespaces. The table as a whole has one notification version; every creation, change and
 * renaming increments it, and is void if the version it expects is no longer the table's. Of
 * several writers with one expected version exactly one succeeds. A wrong version is reported
 * before a missing namespace, and that before a taken name. Processes follow changes by comparing
 * the version.
 *
 * <p>Contract: Temporal's metadata store. A stale notification version is a failed condition here,
 * not an unavailability.
 */
public interface NamespaceStore {

  /** The notification version of the table: 1 when it is new. */
  long notificationVersion();

  /**
   * Creates a namespace.
   *
   * @param id the namespace
   * @param name its name
   * @param state its configuration
   * @param requestId unique to this call
   * @return the namespace as stored
   * @throws dev.fencepost.spi.error.AlreadyExists if the id or the name is taken
   */
  Namespace create(UUID id, String name, Blob state, UUID requestId);

  /**
   * Reads a namespace by its id.
   *
   * @throws dev.fencepost.spi.error.NotFound if there is none
   */
  Namespace read(UUID id);

  /**
   * Reads a namespace by its name.
   *
   * @throws dev.fencepost.spi.error.NotFound if there is none
   */
  Namespace readByName(String name);

  /**
   * Changes the configuration of a namespace.
   *
   * @param id the namespace
   * @param state its new configuration
   * @param expectedNotificationVersion the notification version of the table the change was made
   *     from
   * @param requestId unique to this call
   * @return the namespace as stored
   * @throws dev.fencepost.spi.error.ConditionFailed if the notification version is another
   * @throws dev.fencepost.spi.error.NotFound if there is no such namespace
   */
  Namespace update(UUID id, Blob state, long expectedNotificationVersion, UUID requestId);

  /**
   * Gives a namespace another name; the old name is free afterwards.
   *
   * @param id the namespace
   * @param newName its new name
   * @param expectedNotificationVersion the notification version of the table the change was made
   *     from
   * @param requestId unique to this call
   * @return the namespace as stored
   * @throws dev.fencepost.spi.error.ConditionFailed if the notification version is another
   * @throws dev.fencepost.spi.error.NotFound if there is no such namespace
   * @throws dev.fencepost.spi.error.AlreadyExists if the new name is taken; both are unchanged
   */
  Namespace rename(UUID id, String newName, long expectedNotificationVersion, UUID requestId);

  /** Deletes a namespace. Deleting one that does not exist does nothing. */
  void delete(UUID id, UUID requestId);

  /** Deletes a namespace by its name. Deleting one that does not exist does nothing. */
  void deleteByName(String name, UUID requestId);

  /** All namespaces, by id. */
  Page<Namespace> list(PageRequest page);
}
