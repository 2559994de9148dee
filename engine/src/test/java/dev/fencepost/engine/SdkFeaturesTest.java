// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.ExternalWorkflowStub;
import io.temporal.workflow.Promise;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The features of the Temporal SDK, as its users write them. */
@Timeout(60)
class SdkFeaturesTest {

  private static final String TASK_QUEUE = "features";

  private final TestEngines engines = new TestEngines();
  private WorkflowClient client;
  private WorkerFactory workers;

  @BeforeEach
  void start() {
    client = engines.client(engines.start());
    workers = workers();
    workers.start();
  }

  private WorkerFactory workers() {
    WorkerFactory factory = WorkerFactory.newInstance(client);
    Worker worker = factory.newWorker(TASK_QUEUE);
    worker.registerWorkflowImplementationTypes(
        CartWorkflow.class,
        FanOutWorkflow.class,
        ParentWorkflow.class,
        ChildWorkflow.class,
        CountdownWorkflow.class,
        PatientWorkflow.class,
        MessengerWorkflow.class,
        FailingWorkflow.class,
        LocalWorkflow.class);
    worker.registerActivitiesImplementations(new WorkActivities());
    return factory;
  }

  @AfterEach
  void stop() {
    workers.shutdownNow();
    engines.close();
  }

  private static WorkflowOptions.Builder options() {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(TASK_QUEUE)
        .setWorkflowId(UUID.randomUUID().toString());
  }

  private <T> T stub(Class<T> type) {
    return client.newWorkflowStub(type, options().build());
  }

  // Signals and queries.

  @WorkflowInterface
  public interface Cart {
    @WorkflowMethod
    int shop();

    @SignalMethod
    void add(int price);

    @SignalMethod
    void checkOut();

    @QueryMethod
    int total();
  }

  public static final class CartWorkflow implements Cart {
    private int total;
    private boolean done;

    @Override
    public int shop() {
      Workflow.await(() -> done);
      return total;
    }

    @Override
    public void add(int price) {
      total += price;
    }

    @Override
    public void checkOut() {
      done = true;
    }

    @Override
    public int total() {
      return total;
    }
  }

  @Test
  void queriesSeeTheSignalsBeforeThem() {
    Cart cart = stub(Cart.class);
    WorkflowClient.start(cart::shop);
    for (int price = 1; price <= 20; price++) {
      cart.add(price);
      assertThat(cart.total()).isEqualTo(price * (price + 1) / 2);
    }
    cart.checkOut();
    assertThat(WorkflowStub.fromTyped(cart).getResult(Integer.class)).isEqualTo(210);
    assertThat(cart.total()).isEqualTo(210);
  }

  @Test
  void anotherWorkerTakesOverFromTheOneThatHadTheWorkflowCached() {
    Cart cart = stub(Cart.class);
    WorkflowClient.start(cart::shop);
    cart.add(7);
    assertThat(cart.total()).isEqualTo(7);
    workers.shutdownNow();
    workers = workers();
    workers.start();
    cart.add(8);
    assertThat(cart.total()).isEqualTo(15);
    cart.checkOut();
    assertThat(WorkflowStub.fromTyped(cart).getResult(Integer.class)).isEqualTo(15);
  }

  @Test
  void signalWithStartStartsAndSignals() {
    WorkflowStub cart = client.newUntypedWorkflowStub("Cart", options().build());
    cart.signalWithStart("add", new Object[] {5}, new Object[] {});
    cart.signal("checkOut");
    assertThat(cart.getResult(Integer.class)).isEqualTo(5);
  }

  // Activities.

  @ActivityInterface
  public interface Work {
    int square(int number);

    String flaky(String name);

    void sleepAndBeat(long millis);

    void fail();

    void hang();
  }

  static final class WorkActivities implements Work {
    @Override
    public int square(int number) {
      return number * number;
    }

    @Override
    public String flaky(String name) {
      int attempt = Activity.getExecutionContext().getInfo().getAttempt();
      if (attempt < 3) {
        throw ApplicationFailure.newFailure("attempt " + attempt + " fails", "Flaky");
      }
      return name + " at attempt " + attempt;
    }

    @Override
    public void sleepAndBeat(long millis) {
      try {
        for (long slept = 0; slept < millis; slept += 50) {
          Thread.sleep(50);
          Activity.getExecutionContext().heartbeat(slept);
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void fail() {
      throw ApplicationFailure.newNonRetryableFailure("never works", "Broken");
    }

    @Override
    public void hang() {
      try {
        Thread.sleep(5_000);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ActivityOptions.Builder activity() {
    return ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(20));
  }

  @WorkflowInterface
  public interface FanOut {
    @WorkflowMethod
    int sum(int activities);
  }

  public static final class FanOutWorkflow implements FanOut {
    private final Work work = Workflow.newActivityStub(Work.class, activity().build());

    @Override
    public int sum(int activities) {
      List<Promise<Integer>> squares = new ArrayList<>();
      for (int number = 0; number < activities; number++) {
        squares.add(Async.function(work::square, number));
      }
      return squares.stream().mapToInt(Promise::get).sum();
    }
  }

  @Test
  @Timeout(20)
  void fiveHundredActivitiesInParallelComplete() {
    assertThat(stub(FanOut.class).sum(500))
        .isEqualTo(IntStream.range(0, 500).map(number -> number * number).sum());
  }

  @Test
  void manyWorkflowsAtOnceEnd() {
    List<WorkflowStub> started = new ArrayList<>();
    for (int index = 0; index < 100; index++) {
      FanOut workflow = stub(FanOut.class);
      WorkflowClient.start(workflow::sum, 4);
      started.add(WorkflowStub.fromTyped(workflow));
    }
    assertThat(started).allSatisfy(stub -> assertThat(stub.getResult(Integer.class)).isEqualTo(14));
  }

  // Children.

  @WorkflowInterface
  public interface Parent {
    @WorkflowMethod
    String raise(ParentClosePolicy policy, boolean waits);
  }

  @WorkflowInterface
  public interface Child {
    @WorkflowMethod
    String grow(String name, boolean waits);
  }

  public static final class ChildWorkflow implements Child {
    @Override
    public String grow(String name, boolean waits) {
      Workflow.sleep(waits ? Duration.ofMillis(50) : Duration.ofMinutes(5));
      return name + " grew";
    }
  }

  public static final class ParentWorkflow implements Parent {
    @Override
    public String raise(ParentClosePolicy policy, boolean waits) {
      Child child =
          Workflow.newChildWorkflowStub(
              Child.class,
              ChildWorkflowOptions.newBuilder()
                  .setWorkflowId(Workflow.getInfo().getWorkflowId() + "-child")
                  .setParentClosePolicy(policy)
                  .build());
      Promise<String> grown = Async.function(child::grow, "child", waits);
      Workflow.getWorkflowExecution(child).get();
      return waits ? grown.get() : "left";
    }
  }

  @Test
  void aParentGetsTheResultOfItsChild() {
    assertThat(stub(Parent.class).raise(ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE, true))
        .isEqualTo("child grew");
  }

  @Test
  void aChildEndsWithItsParentAsThePolicySays() {
    WorkflowOptions terminating = options().build();
    assertThat(
            client
                .newWorkflowStub(Parent.class, terminating)
                .raise(ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE, false))
        .isEqualTo("left");
    assertThatThrownBy(() -> childOf(terminating).getResult(String.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(TerminatedFailure.class);
    WorkflowOptions canceling = options().build();
    assertThat(
            client
                .newWorkflowStub(Parent.class, canceling)
                .raise(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL, false))
        .isEqualTo("left");
    assertThatThrownBy(() -> childOf(canceling).getResult(String.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
  }

  private WorkflowStub childOf(WorkflowOptions parent) {
    return client.newUntypedWorkflowStub(parent.getWorkflowId() + "-child");
  }

  // Runs that follow each other.

  @WorkflowInterface
  public interface Countdown {
    @WorkflowMethod
    String count(int left);
  }

  public static final class CountdownWorkflow implements Countdown {
    @Override
    public String count(int left) {
      if (left > 0) {
        Workflow.continueAsNew(left - 1);
      }
      return "lift-off";
    }
  }

  @Test
  void continueAsNewEndsInTheLastRun() {
    assertThat(stub(Countdown.class).count(5)).isEqualTo("lift-off");
  }

  @WorkflowInterface
  public interface Failing {
    @WorkflowMethod
    String run(String how);
  }

  public static final class FailingWorkflow implements Failing {
    @Override
    public String run(String how) {
      return switch (how) {
        case "flaky activity" ->
            Workflow.newActivityStub(
                    Work.class,
                    activity()
                        .setRetryOptions(
                            RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofMillis(20))
                                .build())
                        .build())
                .flaky("done");
        case "failing activity" -> {
          Workflow.newActivityStub(Work.class, activity().build()).fail();
          yield "never";
        }
        case "slow activity" -> {
          Workflow.newActivityStub(
                  Work.class,
                  ActivityOptions.newBuilder()
                      .setStartToCloseTimeout(Duration.ofMillis(300))
                      .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                      .build())
              .hang();
          yield "never";
        }
        case "third run" -> {
          if (Workflow.getInfo().getAttempt() < 3) {
            throw ApplicationFailure.newFailure("not yet", "Early");
          }
          yield "run " + Workflow.getInfo().getAttempt();
        }
        default -> throw ApplicationFailure.newFailure("as asked", "Asked");
      };
    }
  }

  @Test
  void aFlakyActivityIsRetriedUntilItWorks() {
    assertThat(stub(Failing.class).run("flaky activity")).isEqualTo("done at attempt 3");
  }

  @Test
  void aFailureReachesTheClientWithItsCauses() {
    assertThatThrownBy(() -> stub(Failing.class).run("failing activity"))
        .isInstanceOf(WorkflowException.class)
        .hasCauseInstanceOf(ActivityFailure.class)
        .hasRootCauseInstanceOf(ApplicationFailure.class);
    assertThatThrownBy(() -> stub(Failing.class).run("at once"))
        .isInstanceOf(WorkflowException.class)
        .hasCauseInstanceOf(ApplicationFailure.class);
    assertThatThrownBy(() -> stub(Failing.class).run("slow activity"))
        .isInstanceOf(WorkflowException.class)
        .hasRootCauseInstanceOf(TimeoutFailure.class);
  }

  @Test
  void aWorkflowIsRetriedByItsPolicy() {
    Failing workflow =
        client.newWorkflowStub(
            Failing.class,
            options()
                .setRetryOptions(
                    RetryOptions.newBuilder().setInitialInterval(Duration.ofMillis(20)).build())
                .build());
    assertThat(workflow.run("third run")).isEqualTo("run 3");
  }

  // Cancellation and termination.

  @WorkflowInterface
  public interface Patient {
    @WorkflowMethod
    String waitFor(String what);

    @QueryMethod
    boolean hasStarted();
  }

  public static final class PatientWorkflow implements Patient {
    private boolean started;

    @Override
    public boolean hasStarted() {
      return started;
    }

    @Override
    public String waitFor(String what) {
      started = true;
      try {
        if (what.equals("activity")) {
          Workflow.newActivityStub(
                  Work.class, activity().setHeartbeatTimeout(Duration.ofSeconds(5)).build())
              .sleepAndBeat(20_000);
        } else {
          Workflow.sleep(Duration.ofMinutes(5));
        }
        return "done";
      } catch (CanceledFailure | ActivityFailure canceled) {
        StringBuilder cleaned = new StringBuilder();
        CancellationScope cleanUp =
            Workflow.newDetachedCancellationScope(
                () ->
                    cleaned.append(
                        Workflow.newActivityStub(Work.class, activity().build()).square(3)));
        cleanUp.run();
        return "cleaned up with " + cleaned;
      }
    }
  }

  @Test
  void aCanceledWorkflowCleansUp() {
    for (String what : List.of("timer", "activity")) {
      Patient patient = stub(Patient.class);
      WorkflowClient.start(patient::waitFor, what);
      assertThat(patient.hasStarted()).isTrue();
      WorkflowStub stub = WorkflowStub.fromTyped(patient);
      stub.cancel();
      assertThatThrownBy(() -> stub.getResult(String.class))
          .isInstanceOf(WorkflowFailedException.class)
          .hasCauseInstanceOf(CanceledFailure.class);
      assertThat(client.fetchHistory(stub.getExecution().getWorkflowId()).getEvents())
          .anyMatch(HistoryEvent::hasActivityTaskCompletedEventAttributes);
    }
  }

  @Test
  void aTerminatedWorkflowEndsAtOnce() {
    Patient patient = stub(Patient.class);
    WorkflowClient.start(patient::waitFor, "timer");
    WorkflowStub stub = WorkflowStub.fromTyped(patient);
    stub.terminate("enough");
    assertThatThrownBy(() -> stub.getResult(String.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(TerminatedFailure.class);
  }

  @Test
  void aWorkflowEndsWithItsTimeout() {
    Patient patient =
        client.newWorkflowStub(
            Patient.class, options().setWorkflowRunTimeout(Duration.ofSeconds(1)).build());
    assertThatThrownBy(() -> patient.waitFor("timer"))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(TimeoutFailure.class);
  }

  // Other workflows.

  @WorkflowInterface
  public interface Messenger {
    @WorkflowMethod
    String deliver(String workflowId);
  }

  public static final class MessengerWorkflow implements Messenger {
    @Override
    public String deliver(String workflowId) {
      ExternalWorkflowStub other = Workflow.newUntypedExternalWorkflowStub(workflowId);
      try {
        other.signal("add", 11);
        other.signal("checkOut");
        return "delivered";
      } catch (RuntimeException failure) {
        return failure.getClass().getSimpleName();
      }
    }
  }

  @Test
  void aWorkflowSignalsAnotherOne() {
    Cart cart = stub(Cart.class);
    WorkflowClient.start(cart::shop);
    Messenger messenger = stub(Messenger.class);
    assertThat(messenger.deliver(WorkflowStub.fromTyped(cart).getExecution().getWorkflowId()))
        .isEqualTo("delivered");
    assertThat(WorkflowStub.fromTyped(cart).getResult(Integer.class)).isEqualTo(11);
    assertThat(stub(Messenger.class).deliver("nobody")).isEqualTo("ApplicationFailure");
  }

  // Local activities, markers, versions.

  @WorkflowInterface
  public interface Local {
    @WorkflowMethod
    String run();
  }

  public static final class LocalWorkflow implements Local {
    @Override
    public String run() {
      Work local =
          Workflow.newLocalActivityStub(
              Work.class,
              LocalActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofSeconds(5))
                  .build());
      int version = Workflow.getVersion("change", Workflow.DEFAULT_VERSION, 1);
      String random = Workflow.sideEffect(String.class, () -> UUID.randomUUID().toString());
      int squared = local.square(4);
      Workflow.sleep(Duration.ofMillis(50));
      return version + " " + squared + " " + (random.length() == 36);
    }
  }

  @Test
  void localActivitiesMarkersAndVersionsWork() {
    assertThat(stub(Local.class).run()).isEqualTo("1 16 true");
  }
}
