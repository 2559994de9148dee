// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** The plugin on a cluster, as its users open it. */
class ClusterSource implements PersistenceSource {

  private final Map<String, String> keys;

  ClusterSource(Map<String, String> keys) {
    this.keys = Map.copyOf(keys);
  }

  @Override
  public Persistence open() {
    return open(Map.of(), new SimpleMeterRegistry());
  }

  @Override
  public boolean supports(Capability capability) {
    // a key of the service has room for 1 KiB
    return capability != Capability.IDS_OF_THREE_KILOBYTES;
  }

  /** Opens stores with further keys that report to a registry. */
  Persistence open(Map<String, String> further, MeterRegistry meters) {
    return new DsqlPlugin()
        .open(configuration(further), new PersistenceContext(meters, "fencepost-test"));
  }

  @Override
  public SchemaAdministration openSchema() {
    return new DsqlPlugin()
        .openSchema(
            configuration(Map.of()),
            new PersistenceContext(new SimpleMeterRegistry(), "fencepost-test"));
  }

  final Configuration configuration(Map<String, String> further) {
    Map<String, String> all = new HashMap<>(keys);
    all.putAll(further);
    Map<String, ConfigurationValue> values = new HashMap<>();
    all.forEach((key, text) -> values.put(key, new ConfigurationValue(text, "test")));
    return Configuration.of("test", values);
  }
}
