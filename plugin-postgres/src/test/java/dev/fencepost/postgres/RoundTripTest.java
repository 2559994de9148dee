// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.execution.DeleteExecution;
import dev.fencepost.spi.shard.UpdateShardState;
import dev.fencepost.spi.visibility.VisibilityFilter;
import dev.fencepost.testkit.fault.Fault;
import dev.fencepost.testkit.fault.FaultProxy;
import dev.fencepost.testkit.fault.Framing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * How often the server is waited for: each wait ends with a message of the type Sync or Query,
 * which a proxy counts.
 */
class RoundTripTest {

  private static final TestDatabase DATABASE = new TestDatabase();
  private static final AtomicInteger LAST_SHARD = new AtomicInteger();

  @Test
  void everyFencedWriteAndEveryReadIsOneRoundTrip() throws Exception {
    DATABASE.empty();
    AtomicInteger roundTrips = new AtomicInteger();
    try (Persistence direct = DATABASE.open();
        FaultProxy proxy =
            FaultProxy.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), TestServer.port()),
                Framing.POSTGRES);
        Persistence stores =
            DATABASE.open(
                Map.of(
                    "pool-size",
                    "1",
                    "url",
                    "jdbc:postgresql://127.0.0.1:"
                        + proxy.port()
                        + "/"
                        + DATABASE.name()
                        + "?sslmode=disable"),
                new SimpleMeterRegistry())) {
      proxy.arm(
          Fault.CUT_BEFORE_FORWARDING,
          message -> {
            if (message.type() == 'S' || message.type() == 'Q') {
              roundTrips.incrementAndGet();
            }
            return false;
          });
      for (Call call : calls(stores)) {
        Scene scene = Scene.create(direct, LAST_SHARD.incrementAndGet()).through(stores);
        stores.shards().read(scene.fence().shardId());
        int before = roundTrips.get();
        call.run(scene);
        assertThat(roundTrips.get() - before).isEqualTo(1);
      }
    }
  }

  private static List<Call> calls(Persistence stores) {
    return List.of(
        Scene::addTask,
        Scene::update,
        Scene::set,
        Scene::conflictResolve,
        Scene::createBeside,
        Scene::recordVersion,
        Scene::tasks,
        scene ->
            stores
                .executions()
                .delete(new DeleteExecution(scene.fence(), UUID.randomUUID(), scene.key())),
        scene ->
            stores
                .shards()
                .updateState(
                    new UpdateShardState(scene.fence(), Scene.blob("state"), UUID.randomUUID())),
        scene ->
            stores
                .visibility()
                .list(VisibilityFilter.all(UUID.randomUUID()), PageRequest.first(10)));
  }

  /** A call of a store. */
  @FunctionalInterface
  private interface Call {
    void run(Scene scene);
  }
}
