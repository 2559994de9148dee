// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.testkit.conformance.PluginConformance;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The whole kit on a cluster of the service, with the AWS credentials of the process. It drops and
 * makes the schema {@code fencepost_conformance}.
 */
@EnabledIfEnvironmentVariable(
    named = ServiceConformanceTest.ENDPOINT,
    matches = ".+",
    disabledReason = "set DSQL_ENDPOINT to run the kit on a cluster of the service")
final class ServiceConformanceTest extends PluginConformance {

  static final String ENDPOINT = "DSQL_ENDPOINT";

  ServiceConformanceTest() {
    super(
        new ClusterSource(
            Map.of("endpoint", System.getenv(ENDPOINT), "schema", "fencepost_conformance")));
  }
}
