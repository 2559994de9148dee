// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

/**
 * One step on the metadata of three clusters.
 *
 * @param operation what to call
 * @param cluster which of three
 * @param versionOffset how far the expected version is from the actual one
 */
record ClusterMetadataStep(Operation operation, int cluster, int versionOffset) {

  enum Operation {
    SAVE,
    READ,
    DELETE
  }
}
