// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.metrics;

import dev.fencepost.engine.internal.rpc.CallObserver;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Measures the gRPC calls served: {@code fencepost.rpc.latency} by service, method and code. */
public final class CallMetrics implements CallObserver {

  private static final String METER = "fencepost.rpc.latency";

  private final MeterRegistry meters;

  /** Measures into a registry. */
  public CallMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void ended(MethodDescriptor<?, ?> method, Status.Code code, Duration duration) {
    Timer.builder(METER)
        .tag("service", String.valueOf(method.getServiceName()))
        .tag("method", String.valueOf(method.getBareMethodName()))
        .tag("code", code.name())
        .register(meters)
        .record(duration);
  }
}
