// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.audit;

import dev.fencepost.engine.internal.demo.workload.Expected;
import dev.fencepost.engine.internal.demo.workload.Ledger;
import dev.fencepost.engine.internal.demo.workload.Ledger.Attempt;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything the audit compares.
 *
 * @param histories the history of every run the API knows
 * @param expected how each started workflow must end, by workflow id
 * @param startedRuns the run id that was acknowledged for each started workflow, by workflow id
 * @param acknowledgedSignals the inputs of signals that were acknowledged, by workflow id
 * @param acknowledgedCompletions the activity completions that were acknowledged to workers
 * @param ledger what activities really did
 * @param listed the run ids visibility lists, with the status it has for each
 */
public record Evidence(
    List<RunHistory> histories,
    Map<String, Expected> expected,
    Map<String, String> startedRuns,
    Map<String, List<String>> acknowledgedSignals,
    Set<Attempt> acknowledgedCompletions,
    Ledger ledger,
    Map<String, String> listed) {}
