// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.config.InvalidConfiguration;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DsqlSettingsTest {

  private static final String ENDPOINT = "abc123.dsql.eu-central-1.on.aws";

  private static DsqlSettings read(String... keysAndValues) {
    Map<String, ConfigurationValue> values = new HashMap<>();
    for (int index = 0; index < keysAndValues.length; index += 2) {
      values.put(keysAndValues[index], new ConfigurationValue(keysAndValues[index + 1], "test:1"));
    }
    return DsqlSettings.read(Configuration.of("test", values));
  }

  @Test
  void anEndpointIsEnoughForTheService() {
    DsqlSettings settings = read("endpoint", ENDPOINT);
    ClusterAccess cluster = settings.cluster();
    assertThat(cluster.host()).isEqualTo(ENDPOINT);
    assertThat(cluster.port()).isEqualTo(5432);
    assertThat(cluster.database()).isEqualTo("postgres");
    assertThat(cluster.user()).isEqualTo("admin");
    assertThat(cluster.authentication()).isEqualTo(Authentication.IAM);
    assertThat(cluster.region()).isEqualTo("eu-central-1");
    assertThat(cluster.tls()).isEqualTo(Tls.VERIFY_FULL);
    assertThat(settings.fence()).isEqualTo(FenceChoice.CAS);
    assertThat(settings.writes()).isEqualTo(WriteForm.AUTO);
    assertThat(settings.pool().maximumLifetime()).isLessThan(Duration.ofMinutes(60));
  }

  @Test
  void aPasswordMeansNoToken() {
    ClusterAccess cluster =
        read("url", "jdbc:postgresql://127.0.0.1:5433/postgres?sslmode=disable", "password", "any")
            .cluster();
    assertThat(cluster.authentication()).isEqualTo(Authentication.PASSWORD);
    assertThat(cluster.port()).isEqualTo(5433);
    assertThat(cluster.tls()).isEqualTo(Tls.OFF);
  }

  @Test
  void tlsIsOnUnlessItIsTurnedOffByName() {
    String url = "jdbc:postgresql://localhost:5433/postgres";
    assertThat(read("url", url, "password", "x").cluster().tls()).isEqualTo(Tls.VERIFY_FULL);
    assertThat(read("url", url, "password", "x", "tls", "off").cluster().tls()).isEqualTo(Tls.OFF);
    assertThatThrownBy(() -> read("endpoint", ENDPOINT, "tls", "off"))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("'tls'");
    assertThatThrownBy(
            () -> read("url", url + "?sslmode=disable", "password", "x", "tls", "verify-full"))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("'tls'");
  }

  @Test
  void aWarmUpAboveThePoolIsRefusedAndItsDefaultShrinksWithThePool() {
    assertThat(read("endpoint", ENDPOINT, "pool-size", "1").pool().warmUp()).isEqualTo(1);
    assertThatThrownBy(
            () -> read("endpoint", ENDPOINT, "pool-size", "2", "warm-up-connections", "3"))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("'warm-up-connections'")
        .hasMessageContaining("'pool-size'");
  }

  @ParameterizedTest
  @CsvSource({
    "connection-max-lifetime, 60m",
    "new-connections-per-second, 100",
    "fence, share",
    "stripes, 0",
    "writes, both",
    "authentication, token",
    "tls, on",
    "max-blob-bytes, 1048577",
    "schema, sys",
    "pool-size, many",
    "retry-attempts, 0",
    "tls-root-certificate, /nowhere/at/all.pem",
    "password-file, /nowhere/at/all",
    "colour, red"
  })
  void aWrongValueIsRefusedByTheNameOfItsKey(String key, String value) {
    assertThatThrownBy(() -> read("endpoint", ENDPOINT, key, value))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining(key.equals("password-file") ? "password file" : key)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThatThrownBy(() -> read("user", "admin"))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("neither 'endpoint' nor 'url'");
    assertThatThrownBy(() -> read("endpoint", ENDPOINT, "url", "jdbc:postgresql://localhost/x"))
        .hasMessageContaining("both set");
    assertThatThrownBy(
            () -> read("endpoint", ENDPOINT, "authentication", "iam", "password", "secret"))
        .hasMessageContaining("'authentication'")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> read("url", "jdbc:postgresql://localhost/x"))
        .hasMessageContaining("'region'");
    assertThatThrownBy(() -> read("url", "jdbc:postgresql://localhost/x?ssl=false"))
        .hasMessageContaining("'url'");
    assertThatThrownBy(() -> read("endpoint", "https://" + ENDPOINT))
        .hasMessageContaining("'endpoint'");
  }

  @Test
  void thePasswordIsNeverShown() {
    assertThat(read("endpoint", ENDPOINT, "password", "secret").toString())
        .contains(ENDPOINT)
        .doesNotContain("secret");
  }
}
