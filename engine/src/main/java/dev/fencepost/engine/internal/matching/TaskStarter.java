// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

/**
 * What a poll does with what it is given.
 *
 * @param <R> the answer of the poll
 */
interface TaskStarter<R> {

  /**
   * Tells the task's execution that the poll starts it.
   *
   * @throws io.grpc.StatusRuntimeException NOT_FOUND or ALREADY_EXISTS if nobody wants the task any
   *     more
   */
  R start(DispatchableTask task);

  /** The answer that hands a query over. */
  R query(QueryTask query);
}
