// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The timeouts of a run and of the chain it belongs to. */
final class RunTimeouts {

  private final Draft draft;

  RunTimeouts(Draft draft) {
    this.draft = draft;
  }

  /** Times the run out, and retries it or waits for cron. */
  void fireRunTimeout(Instant fireTime) {
    if (!isDue(draft.state().getRunExpirationTime(), fireTime)) {
      return;
    }
    if (isExecutionExpired()) {
      timeOutForGood();
      return;
    }
    Failure failure = Failures.timeout("workflow timeout", TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE);
    Continuations continuations = new Continuations(draft);
    RetryBackoff retry = continuations.retryAfter(failure);
    Optional<Duration> cron = retry.isRetry() ? Optional.empty() : continuations.cronBackoff();
    String newRunId = retry.isRetry() || cron.isPresent() ? continuations.newRunId() : "";
    new Closing(draft).timeOut(retry.state(), newRunId);
    if (retry.isRetry()) {
      continuations.retry(newRunId, retry.delay(), failure);
    } else if (cron.isPresent()) {
      continuations.cronAfterFailure(newRunId, cron.get(), failure);
    }
  }

  /** Times the whole chain out. */
  void fireExecutionTimeout(Instant fireTime) {
    if (isDue(draft.state().getExecutionExpirationTime(), fireTime)) {
      timeOutForGood();
    }
  }

  private void timeOutForGood() {
    new Closing(draft).timeOut(RetryState.RETRY_STATE_TIMEOUT, "");
  }

  private boolean isExecutionExpired() {
    return draft.state().hasExecutionExpirationTime()
        && !Times.instant(draft.state().getExecutionExpirationTime()).isAfter(draft.now());
  }

  /** The clock of another process may have fired the timer, so its own time counts as well. */
  private boolean isDue(com.google.protobuf.Timestamp deadline, Instant fireTime) {
    Instant time = Times.instant(deadline);
    return !time.isAfter(draft.now()) || !time.isAfter(fireTime);
  }
}
