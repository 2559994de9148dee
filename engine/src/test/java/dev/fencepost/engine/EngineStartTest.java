// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fencepost.spi.config.InvalidConfiguration;
import dev.fencepost.spi.error.SchemaMismatch;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineStartTest {

  @Test
  void portInUse_isNamedWithItsKeyAndNothingStaysOpen() throws Exception {
    try (TestEngines engines = new TestEngines();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertThatExceptionOfType(EngineFailure.class)
          .isThrownBy(() -> Engine.start(engines.configuration(Map.of("server.port", port))))
          .withMessage(
              "port " + port + " on 127.0.0.1 is in use: set 'server.port' to another one");
      assertThatExceptionOfType(EngineFailure.class)
          .isThrownBy(() -> Engine.start(engines.configuration(Map.of("metrics.port", port))))
          .withMessage(
              "port " + port + " on 127.0.0.1 is in use: set 'metrics.port' to another one");
      engines.start();
    }
  }

  @Test
  void anotherNumberOfShards_isRefused() {
    try (TestEngines engines = new TestEngines()) {
      engines.start();

      assertThatExceptionOfType(InvalidConfiguration.class)
          .isThrownBy(() -> Engine.start(engines.configuration(Map.of("cluster.shards", "8"))))
          .withMessage(
              "'cluster.shards' is 8, but this database was set up with 4 shards, which can't be"
                  + " changed: set it to 4");
    }
  }

  @Test
  void missingSchema_saysWhatToRun() {
    try (TestEngines engines = new TestEngines()) {
      EngineConfiguration configuration =
          engines.configuration(
              Map.of("persistence.memory.database", UUID.randomUUID().toString()));

      assertThatExceptionOfType(SchemaMismatch.class)
          .isThrownBy(() -> Engine.start(configuration))
          .satisfies(mismatch -> assertThat(mismatch.summary()).contains("schema setup"));
    }
  }

  @Test
  void unknownBackend_listsThoseFound() {
    try (TestEngines engines = new TestEngines()) {
      assertThatExceptionOfType(InvalidConfiguration.class)
          .isThrownBy(() -> engines.configuration(Map.of("persistence.backend", "papyrus")))
          .withMessageStartingWith(
              "unknown persistence backend 'papyrus': found dsql, memory, postgres");
    }
  }

  @Test
  void expiryBelowTwoHeartbeats_isRefused() {
    try (TestEngines engines = new TestEngines()) {
      assertThatExceptionOfType(InvalidConfiguration.class)
          .isThrownBy(
              () ->
                  engines.configuration(
                      Map.of("cluster.heartbeat", "1s", "cluster.expiry", "1500ms")))
          .withMessage(
              "'cluster.expiry' must be at least twice 'cluster.heartbeat', or one late heartbeat"
                  + " costs a process its shards");
    }
  }

  @Test
  void metricsPort_showsMetersAndHealth() throws Exception {
    try (TestEngines engines = new TestEngines();
        HttpClient http = HttpClient.newHttpClient()) {
      Engine engine = engines.start();

      assertThat(get(http, engine, "/metrics").body())
          .contains("fencepost_cluster_members 1.0")
          .contains("jvm_memory_used_bytes");
      assertThat(get(http, engine, "/health").body()).contains("\"status\":\"SERVING\"");
      assertThat(get(http, engine, "/other").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> get(HttpClient http, Engine engine, String path)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + engine.metricsPort() + path))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
