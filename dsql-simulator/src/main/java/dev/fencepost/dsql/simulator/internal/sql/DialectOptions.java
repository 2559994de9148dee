// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

/**
 * What is not documented of the service and therefore chosen.
 *
 * @param dataModifyingCtes whether INSERT, UPDATE and DELETE may stand in a WITH clause
 */
public record DialectOptions(DataModifyingCtes dataModifyingCtes) {

  /** Whether a data-modifying common table expression is accepted. */
  public enum DataModifyingCtes {
    ACCEPTED,
    REFUSED
  }
}
