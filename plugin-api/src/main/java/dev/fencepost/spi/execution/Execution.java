// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

/**
 * A run as stored.
 *
 * @param key the run
 * @param info what was written last
 * @param recordVersion how often the run was written: 1 after its creation, one more with each
 *     write
 */
public record Execution(WorkflowKey key, ExecutionInfo info, long recordVersion) {}
