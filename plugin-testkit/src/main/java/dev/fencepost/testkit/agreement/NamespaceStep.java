// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

/**
 * One step on the table of namespaces.
 *
 * @param operation what to call
 * @param id which of three ids
 * @param name which of three names
 * @param versionOffset how far the expected notification version is from the actual one
 */
record NamespaceStep(Operation operation, int id, int name, int versionOffset) {

  enum Operation {
    CREATE,
    UPDATE,
    RENAME,
    READ,
    READ_BY_NAME,
    DELETE,
    DELETE_BY_NAME
  }
}
