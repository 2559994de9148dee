// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

/**
 * Whether INSERT, UPDATE and DELETE may stand in a WITH clause; the service does not document it.
 */
public enum DataModifyingCtes {
  ACCEPTED,
  REFUSED
}
