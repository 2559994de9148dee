// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

/** The meters of the Java process. */
final class ProcessMeters implements AutoCloseable {

  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  private ProcessMeters() {}

  static ProcessMeters bind(MeterRegistry meters) {
    ProcessMeters bound = new ProcessMeters();
    bound.garbageCollection.bindTo(meters);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    return bound;
  }

  @Override
  public void close() {
    garbageCollection.close();
  }
}
