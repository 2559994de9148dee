// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What activities really did, written by themselves and never by the engine. It stands for a system
 * outside, such as a bank, and is idempotent as such a system should be: an effect that is asked
 * for again happens once and answers as before. Safe for use by many threads.
 */
public final class Ledger {

  private final Map<Effect, String> effects = new ConcurrentHashMap<>();
  private final Map<Attempt, Optional<String>> attempts = new ConcurrentHashMap<>();

  /** An attempt that failed without an effect. */
  public void recordFailure(Attempt attempt) {
    attempts.put(attempt, Optional.empty());
  }

  /**
   * An attempt that took effect, or found that it had happened.
   *
   * @return the result of the effect, the same for every attempt
   */
  public String recordCompletion(Attempt attempt, String result) {
    String first = effects.computeIfAbsent(attempt.effect(), absent -> result);
    attempts.put(attempt, Optional.of(first));
    return first;
  }

  /** Everything that happened outside. */
  public Set<Effect> effects() {
    return Set.copyOf(effects.keySet());
  }

  /** Whether the code of an attempt was run at all. */
  public boolean wasRun(Attempt attempt) {
    return attempts.containsKey(attempt);
  }

  /** The result of an attempt, unless it failed or was never run. */
  public Optional<String> result(Attempt attempt) {
    return attempts.getOrDefault(attempt, Optional.empty());
  }

  /**
   * What an activity does, however many attempts it takes.
   *
   * @param workflowId the workflow
   * @param runId its run
   * @param activityId the activity in the run
   */
  public record Effect(String workflowId, String runId, String activityId) {}

  /**
   * One attempt of an activity.
   *
   * @param effect what it is to do
   * @param number 1 for the first
   */
  public record Attempt(Effect effect, int number) {}
}
