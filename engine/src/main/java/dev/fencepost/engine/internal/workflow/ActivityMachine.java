// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.v1.ActivityInfo;
import dev.fencepost.engine.v1.ActivityTaskToken;
import dev.fencepost.engine.v1.TimerTask;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.ActivityTaskCanceledEventAttributes;
import io.temporal.api.history.v1.ActivityTaskCompletedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskFailedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskTimedOutEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The life of an activity once it is scheduled: its attempts until it closes. That an attempt has
 * started is written only when the activity closes, with the last attempt; earlier ones leave no
 * events.
 */
final class ActivityMachine {

  private final Draft draft;

  ActivityMachine(Draft draft) {
    this.draft = draft;
  }

  /** Gives the pending attempt to the worker that polled. */
  StartedActivityTask start(ActivityPoll poll) {
    ActivityInfo activity = draft.activities().get(poll.scheduledEventId());
    if (activity == null || activity.getAttempt() != poll.attempt()) {
      throw new Rejection(Reason.ACTIVITY_NOT_FOUND, "Activity task not found.");
    }
    if (!activity.hasStartedTime()) {
      activity =
          activity.toBuilder()
              .setStartedTime(draft.timestamp())
              .setRequestId(poll.requestId())
              .setStartedIdentity(poll.identity())
              .setLastWorkerIdentity(poll.identity())
              .build();
      put(activity);
    } else if (!activity.getRequestId().equals(poll.requestId())) {
      throw new Rejection(Reason.ACTIVITY_ALREADY_STARTED, "Activity task already started.");
    }
    return new StartedActivityTask(
        activity, WorkflowType.newBuilder().setName(draft.state().getWorkflowType()).build());
  }

  HeartbeatOutcome heartbeat(ActivityTaskToken token, Payloads details) {
    ActivityInfo activity = require(token);
    ActivityInfo.Builder changed = activity.toBuilder().setLastHeartbeatTime(draft.timestamp());
    if (details.getPayloadsCount() > 0) {
      changed.setHeartbeatDetails(details);
    }
    put(changed.build());
    return activity.getCancelRequested()
        ? HeartbeatOutcome.CANCEL_REQUESTED
        : HeartbeatOutcome.CONTINUE;
  }

  /** Completes an activity; by its id also one that waits for a worker. */
  void complete(ActivityTaskToken token, Payloads result, String identity) {
    ActivityInfo activity = find(token).orElseThrow(ActivityMachine::notFound);
    if (!activity.hasStartedTime()) {
      if (token.getScheduledEventId() != 0) {
        throw notFound();
      }
      activity =
          activity.toBuilder()
              .setStartedTime(draft.timestamp())
              .setStartedIdentity(identity)
              .build();
    }
    ActivityTaskCompletedEventAttributes.Builder attributes =
        ActivityTaskCompletedEventAttributes.newBuilder()
            .setScheduledEventId(activity.getScheduledEventId())
            .setIdentity(identity);
    if (result.getPayloadsCount() > 0) {
      attributes.setResult(result);
    }
    close(
        activity,
        draft
            .event(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED)
            .setActivityTaskCompletedEventAttributes(attributes));
  }

  /** Fails an attempt: the activity is retried, or it fails. */
  void fail(ActivityTaskToken token, Failure failure, Payloads lastHeartbeat, String identity) {
    ActivityInfo activity = require(token);
    if (lastHeartbeat.getPayloadsCount() > 0) {
      activity =
          activity.toBuilder()
              .setHeartbeatDetails(lastHeartbeat)
              .setLastHeartbeatTime(draft.timestamp())
              .build();
    }
    RetryBackoff retry = retryAfter(activity, failure);
    if (retry.isRetry()) {
      retry(activity, failure, retry.delay(), identity);
      return;
    }
    close(
        activity,
        draft
            .event(EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED)
            .setActivityTaskFailedEventAttributes(
                ActivityTaskFailedEventAttributes.newBuilder()
                    .setScheduledEventId(activity.getScheduledEventId())
                    .setFailure(failure)
                    .setIdentity(identity)
                    .setRetryState(retry.state())));
  }

  /** Ends an activity as cancelled, which the workflow must have asked for. */
  void cancel(ActivityTaskToken token, Payloads details, String identity) {
    ActivityInfo activity = require(token);
    if (!activity.getCancelRequested()) {
      throw new Rejection(
          Reason.INVALID_ARGUMENT,
          "Activity " + activity.getActivityId() + " was not asked to cancel.");
    }
    canceled(activity, details, identity);
    new WorkflowTaskMachine(draft).scheduleForEvent();
  }

  /** Records an activity as cancelled; the caller sees to the workflow task. */
  void canceled(ActivityInfo activity, Payloads details, String identity) {
    ActivityTaskCanceledEventAttributes.Builder attributes =
        ActivityTaskCanceledEventAttributes.newBuilder()
            .setScheduledEventId(activity.getScheduledEventId())
            .setLatestCancelRequestedEventId(activity.getCancelRequestedEventId())
            .setIdentity(identity);
    if (details.getPayloadsCount() > 0) {
      attributes.setDetails(details);
    }
    end(
        activity,
        draft
            .event(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED)
            .setActivityTaskCanceledEventAttributes(attributes));
  }

  void timedOut(ActivityInfo activity, Failure failure, RetryState retryState) {
    close(
        activity,
        draft
            .event(EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT)
            .setActivityTaskTimedOutEventAttributes(
                ActivityTaskTimedOutEventAttributes.newBuilder()
                    .setScheduledEventId(activity.getScheduledEventId())
                    .setFailure(failure)
                    .setRetryState(retryState)));
  }

  /** Whether an activity is retried after a failure. */
  RetryBackoff retryAfter(ActivityInfo activity, Failure failure) {
    if (activity.getCancelRequested()) {
      return RetryBackoff.none(RetryState.RETRY_STATE_CANCEL_REQUESTED);
    }
    Duration limit = Times.duration(activity.getScheduleToCloseTimeout());
    Optional<Instant> expiration =
        limit.isZero()
            ? Optional.empty()
            : Optional.of(Times.instant(activity.getFirstScheduledTime()).plus(limit));
    return RetryBackoff.decide(
        activity.getRetryPolicy(), activity.getAttempt(), failure, draft.now(), expiration);
  }

  /** Lets the next attempt wait for its back-off. */
  void retry(ActivityInfo activity, Failure failure, Duration backoff, String identity) {
    Instant next = Times.fireTime(draft.now().plus(backoff));
    ActivityInfo.Builder changed =
        activity.toBuilder()
            .setAttempt(activity.getAttempt() + 1)
            .setScheduledTime(Times.timestamp(next))
            .setLastFailure(Failures.abridged(failure))
            .setLastAttemptCompleteTime(draft.timestamp())
            .clearStartedTime()
            .clearRequestId()
            .clearStartedIdentity();
    if (!identity.isEmpty()) {
      changed.setLastWorkerIdentity(identity);
    }
    put(changed.build());
    draft.timer(
        next,
        TimerTask.newBuilder()
            .setActivityRetry(
                TimerTask.ActivityRetry.newBuilder()
                    .setScheduledEventId(activity.getScheduledEventId())
                    .setAttempt(changed.getAttempt())));
  }

  private void close(ActivityInfo activity, HistoryEvent.Builder closeEvent) {
    end(activity, closeEvent);
    new WorkflowTaskMachine(draft).scheduleForEvent();
  }

  private void end(ActivityInfo activity, HistoryEvent.Builder closeEvent) {
    if (activity.hasStartedTime()) {
      ActivityTaskStartedEventAttributes.Builder started =
          ActivityTaskStartedEventAttributes.newBuilder()
              .setScheduledEventId(activity.getScheduledEventId())
              .setAttempt(activity.getAttempt())
              .setIdentity(activity.getStartedIdentity())
              .setRequestId(activity.getRequestId());
      if (activity.hasLastFailure()) {
        started.setLastFailure(activity.getLastFailure());
      }
      draft.buffer(
          draft
              .event(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED)
              .setEventTime(activity.getStartedTime())
              .setActivityTaskStartedEventAttributes(started));
    }
    draft.buffer(closeEvent);
    draft.activities().remove(activity.getScheduledEventId());
  }

  private void put(ActivityInfo activity) {
    draft.activities().put(activity.getScheduledEventId(), activity);
  }

  /** The started attempt of a worker's token. */
  private ActivityInfo require(ActivityTaskToken token) {
    return find(token).filter(ActivityInfo::hasStartedTime).orElseThrow(ActivityMachine::notFound);
  }

  private Optional<ActivityInfo> find(ActivityTaskToken token) {
    if (token.getScheduledEventId() != 0) {
      return Optional.ofNullable(draft.activities().get(token.getScheduledEventId()))
          .filter(found -> found.getAttempt() == token.getAttempt());
    }
    return draft.activities().values().stream()
        .filter(candidate -> candidate.getActivityId().equals(token.getActivityId()))
        .findFirst();
  }

  private static Rejection notFound() {
    return new Rejection(
        Reason.ACTIVITY_NOT_FOUND,
        "invalid activityID or activity already timed out or invoking workflow is completed");
  }
}
