// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import java.util.Map;

/** The ways to fence an update on Aurora DSQL. */
enum FenceContender {
  /** Each write in flight has a stripe of its own. */
  CAS("cas, 16 stripes", Map.of("fence", "cas", "stripes", "16")),
  /** All writes of a shard share the only stripe, one after the other. */
  CAS_ONE_STRIPE("cas, 1 stripe", Map.of("fence", "cas", "stripes", "1")),
  /** Writes share a lock. */
  KEY_SHARE("key-share", Map.of("fence", "key-share"));

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // always of Map.of
  private final Map<String, String> settings;

  FenceContender(String label, Map<String, String> settings) {
    this.label = label;
    this.settings = settings;
  }

  String label() {
    return label;
  }

  /** What the plugin is told. */
  Map<String, String> settings() {
    return settings;
  }
}
