// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import dev.fencepost.engine.Engine;
import dev.fencepost.engine.EngineConfiguration;
import dev.fencepost.engine.embedded.EmbeddedDatabase;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugin;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The engine all tests of this package share, on an embedded PostgreSQL. */
final class SdkEngine implements AutoCloseable {

  static final String NAMESPACE = "default";
  static final String SEARCH_ATTRIBUTE = "CustomerTier";

  private static final SdkEngine SHARED = new SdkEngine();

  private final Path folder;
  private final EmbeddedDatabase database;
  private final Engine engine;
  private final WorkflowServiceStubs service;
  private final WorkflowClient client;

  private SdkEngine() {
    folder = temporaryFolder();
    database = EmbeddedDatabase.start(folder.resolve("data"), line -> {});
    Map<String, ConfigurationValue> values = new TreeMap<>();
    set(values, "persistence.backend", "postgres");
    set(values, "persistence.postgres.url", database.url());
    set(values, "persistence.postgres.user", EmbeddedDatabase.USER);
    set(values, "persistence.postgres.password", database.password());
    set(values, "server.port", "0");
    set(values, "metrics.port", "0");
    set(values, "cluster.shards", "8");
    EngineConfiguration configuration =
        EngineConfiguration.of(Configuration.of("the test", values));
    setUpSchema(configuration);
    engine = Engine.start(configuration);
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + engine.port())
                .build());
    client = clientOf(NAMESPACE);
    addSearchAttribute();
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("fencepost-sdk");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder", e);
    }
  }

  private static void deleteAll(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + folder, e);
    }
  }

  private static void set(Map<String, ConfigurationValue> values, String key, String text) {
    values.put(key, new ConfigurationValue(text, "the test"));
  }

  private static void setUpSchema(EngineConfiguration configuration) {
    PersistencePlugin plugin =
        PersistencePlugins.load(SdkEngine.class.getClassLoader()).select(configuration.backend());
    PersistenceContext context = new PersistenceContext(new SimpleMeterRegistry(), "sdk-tests");
    try (SchemaAdministration schema = plugin.openSchema(configuration.persistence(), context)) {
      schema.setup();
    }
  }

  private void addSearchAttribute() {
    OperatorServiceGrpc.newBlockingStub(service.getRawChannel())
        .addSearchAttributes(
            AddSearchAttributesRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .putSearchAttributes(SEARCH_ATTRIBUTE, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .build());
  }

  static SdkEngine shared() {
    return SHARED;
  }

  WorkflowServiceStubs service() {
    return service;
  }

  WorkflowClient client() {
    return client;
  }

  WorkflowClient clientOf(String namespace) {
    return WorkflowClient.newInstance(
        service, WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
  }

  @Override
  public void close() {
    service.shutdownNow();
    engine.close();
    database.close();
    deleteAll(folder);
  }
}
