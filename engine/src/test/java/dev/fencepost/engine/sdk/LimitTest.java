// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.temporal.client.WorkflowClient;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SdkTest
final class LimitTest {

  private SdkWorker worker;

  @BeforeAll
  void start() {
    worker = SdkWorker.start();
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  @Test
  void resultIsAwaitedBeyondOneLongPoll() {
    worker.workflow(
        "takesLong",
        arguments -> {
          Workflow.sleep(Duration.ofSeconds(22));
          return "at last";
        });
    assertThat(worker.run("takesLong", String.class)).isEqualTo("at last");
  }

  @Test
  void payloadOverTheLimitIsRefused() {
    worker.workflow("takesMuch", arguments -> "done");
    assertThatThrownBy(() -> worker.start("takesMuch", "x".repeat(3 << 20)))
        .satisfies(
            failure ->
                assertThat(Status.fromThrowable(failure).getCode())
                    .isEqualTo(Status.Code.INVALID_ARGUMENT));
  }

  @Test
  void messageOverTheLimitIsRefusedAsClientsKnowIt() {
    worker.workflow("takesTooMuch", arguments -> "done");
    assertThatThrownBy(() -> worker.start("takesTooMuch", "x".repeat(5 << 20)))
        .rootCause()
        .hasMessageContaining("RESOURCE_EXHAUSTED: grpc: received message larger than max");
  }

  @Test
  void namespaceThatDoesNotExistIsNotFound() {
    WorkflowClient client = SdkEngine.shared().clientOf("nowhere");
    assertThatThrownBy(() -> client.newUntypedWorkflowStub("any", worker.options().build()).start())
        .satisfies(
            failure ->
                assertThat(Status.fromThrowable(failure).getCode())
                    .isEqualTo(Status.Code.NOT_FOUND))
        .rootCause()
        .hasMessageContaining("nowhere");
  }
}
