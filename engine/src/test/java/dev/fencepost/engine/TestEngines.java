// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Engines in this process that share a database in the heap, and clients of them. */
final class TestEngines implements AutoCloseable {

  private final String database = UUID.randomUUID().toString();
  private final Deque<Runnable> closing = new ArrayDeque<>();

  TestEngines() {
    EngineConfiguration configuration = configuration(Map.of());
    try (SchemaAdministration schema =
        PersistencePlugins.load(TestEngines.class.getClassLoader())
            .select(configuration.backend())
            .openSchema(
                configuration.persistence(),
                new PersistenceContext(new SimpleMeterRegistry(), "test"))) {
      schema.setup();
    }
  }

  /** A configuration with short times and free ports. */
  EngineConfiguration configuration(Map<String, String> changes) {
    Map<String, String> texts = new TreeMap<>();
    texts.put("persistence.backend", "memory");
    texts.put("persistence.memory.database", database);
    texts.put("server.port", "0");
    texts.put("metrics.port", "0");
    texts.put("server.drain-timeout", "5s");
    texts.put("cluster.shards", "4");
    texts.put("cluster.heartbeat", "100ms");
    texts.put("cluster.expiry", "1s");
    texts.putAll(changes);
    Map<String, ConfigurationValue> values = new TreeMap<>();
    texts.forEach((key, text) -> values.put(key, new ConfigurationValue(text, "test")));
    return EngineConfiguration.of(Configuration.of("test", values));
  }

  Engine start() {
    Engine engine = Engine.start(configuration(Map.of()));
    closing.push(engine::close);
    return engine;
  }

  WorkflowServiceStubs connect(Engine engine) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + engine.port())
                .build());
    closing.push(stubs::shutdownNow);
    return stubs;
  }

  WorkflowClient client(Engine engine) {
    return WorkflowClient.newInstance(connect(engine));
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
