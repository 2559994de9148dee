// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.ExternalWorkflowStub;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SdkTest
final class MessageTest {

  private SdkWorker worker;

  @BeforeAll
  void start() {
    worker = SdkWorker.start();
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  /** What the collecting workflow understands. */
  public interface Collecting {
    /** Adds a word. */
    @SignalMethod
    void add(String word);

    /** Ends the workflow. */
    @SignalMethod
    void finish();

    /** The words so far. */
    @QueryMethod
    String words();
  }

  /** Collects words. */
  private static final class Collector implements Collecting {

    private final List<String> words = new ArrayList<>();
    private boolean finished;

    @Override
    public void add(String word) {
      words.add(word);
    }

    @Override
    public void finish() {
      finished = true;
    }

    @Override
    public String words() {
      return String.join(" ", words);
    }
  }

  private static Object collect() {
    Collector collector = new Collector();
    Workflow.registerListener(collector);
    Workflow.await(() -> collector.finished);
    return collector.words();
  }

  @Test
  void signalsArriveInTheirOrder() {
    worker.workflow("collects", arguments -> collect());
    WorkflowStub stub = worker.start("collects");
    for (int i = 0; i < 20; i++) {
      stub.signal("add", "w" + i);
    }
    stub.signal("finish");
    StringBuilder expected = new StringBuilder("w0");
    for (int i = 1; i < 20; i++) {
      expected.append(" w").append(i);
    }
    assertThat(stub.getResult(String.class)).isEqualTo(expected.toString());
  }

  @Test
  void signalWithStartStartsOnceAndSignalsEachTime() {
    worker.workflow("collectsFromTheStart", arguments -> collect());
    String workflowId = "signal-with-start-" + worker.taskQueue();
    WorkflowStub first =
        worker.stub("collectsFromTheStart", worker.options().setWorkflowId(workflowId));
    first.signalWithStart("add", new Object[] {"a"}, new Object[] {});
    WorkflowStub second =
        worker.stub("collectsFromTheStart", worker.options().setWorkflowId(workflowId));
    second.signalWithStart("add", new Object[] {"b"}, new Object[] {});
    assertThat(second.getExecution().getRunId()).isEqualTo(first.getExecution().getRunId());
    second.signal("finish");
    assertThat(first.getResult(String.class)).isEqualTo("a b");
  }

  @Test
  void runningWorkflowAnswersQueries() {
    worker.workflow("answersWhileRunning", arguments -> collect());
    WorkflowStub stub = worker.start("answersWhileRunning");
    stub.signal("add", "a");
    assertThat(stub.query("words", String.class)).isEqualTo("a");
    stub.signal("add", "b");
    assertThat(stub.query("words", String.class)).isEqualTo("a b");
    stub.signal("finish");
    assertThat(stub.getResult(String.class)).isEqualTo("a b");
  }

  @Test
  void closedWorkflowAnswersQueries() {
    worker.workflow("answersWhenClosed", arguments -> collect());
    WorkflowStub stub = worker.start("answersWhenClosed");
    stub.signal("add", "a");
    stub.signal("finish");
    assertThat(stub.getResult(String.class)).isEqualTo("a");
    assertThat(stub.query("words", String.class)).isEqualTo("a");
  }

  @Test
  void queryThatTheWorkflowDoesNotKnowFails() {
    worker.workflow("answersFew", arguments -> collect());
    WorkflowStub stub = worker.start("answersFew");
    assertThatThrownBy(() -> stub.query("unknown", String.class))
        .isInstanceOf(WorkflowQueryException.class);
    stub.signal("finish");
    assertThat(stub.getResult(String.class)).isEmpty();
  }

  @Test
  void workflowSignalsAnother() {
    worker.workflow("signalled", arguments -> collect());
    worker.workflow(
        "signals",
        arguments -> {
          ExternalWorkflowStub other =
              Workflow.newUntypedExternalWorkflowStub(arguments.get(0, String.class));
          other.signal("add", "hello");
          other.signal("finish");
          return "sent";
        });
    WorkflowStub target = worker.start("signalled");
    assertThat(worker.run("signals", String.class, target.getExecution().getWorkflowId()))
        .isEqualTo("sent");
    assertThat(target.getResult(String.class)).isEqualTo("hello");
  }

  @Test
  void signalToAWorkflowThatDoesNotExistFails() {
    worker.workflow(
        "signalsNobody",
        arguments -> {
          try {
            Workflow.newUntypedExternalWorkflowStub("no-such-workflow").signal("add", "hello");
            return "sent";
          } catch (ApplicationFailure e) {
            return e.getType();
          }
        });
    assertThat(worker.run("signalsNobody", String.class))
        .startsWith("SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_")
        .endsWith("EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND");
  }

  @Test
  void workflowCancelsAnother() {
    worker.workflow(
        "canceled",
        arguments -> {
          Workflow.sleep(Duration.ofMinutes(5));
          return "slept";
        });
    worker.workflow(
        "cancels",
        arguments -> {
          Workflow.newUntypedExternalWorkflowStub(arguments.get(0, String.class)).cancel();
          return "sent";
        });
    WorkflowStub target = worker.start("canceled");
    assertThat(worker.run("cancels", String.class, target.getExecution().getWorkflowId()))
        .isEqualTo("sent");
    assertThatThrownBy(() -> target.getResult(String.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
  }

  @Test
  void updateIsUnimplementedByName() {
    worker.workflow("notUpdated", arguments -> collect());
    WorkflowStub stub = worker.start("notUpdated");
    assertThatThrownBy(
            () -> stub.startUpdate("add", WorkflowUpdateStage.ACCEPTED, String.class, "word"))
        .hasRootCauseInstanceOf(StatusRuntimeException.class)
        .satisfies(
            failure ->
                assertThat(Status.fromThrowable(failure).getCode())
                    .isEqualTo(Status.Code.UNIMPLEMENTED));
    stub.terminate("not needed");
  }
}
