// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.execution.ExecutionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Stores whose next update of a run has an unknown outcome, which no reference backend has. */
final class FaultyPersistence {

  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);

  /** What the next update does. */
  enum Fault {
    NONE,
    COMMITTED_BUT_UNKNOWN,
    NOT_COMMITTED_BUT_UNKNOWN
  }

  void next(Fault fault) {
    next.set(fault);
  }

  Persistence around(Persistence persistence) {
    ExecutionStore executions = around(persistence.executions());
    return (Persistence)
        Proxy.newProxyInstance(
            Persistence.class.getClassLoader(),
            new Class<?>[] {Persistence.class},
            (proxy, method, arguments) ->
                method.getName().equals("executions")
                    ? executions
                    : call(() -> method.invoke(persistence, arguments)));
  }

  private ExecutionStore around(ExecutionStore store) {
    return (ExecutionStore)
        Proxy.newProxyInstance(
            ExecutionStore.class.getClassLoader(),
            new Class<?>[] {ExecutionStore.class},
            (proxy, method, arguments) -> {
              Fault fault =
                  method.getName().equals("update") ? next.getAndSet(Fault.NONE) : Fault.NONE;
              return switch (fault) {
                case NONE -> call(() -> method.invoke(store, arguments));
                case COMMITTED_BUT_UNKNOWN -> {
                  call(() -> method.invoke(store, arguments));
                  throw new OutcomeUnknown("connection lost", Map.of());
                }
                case NOT_COMMITTED_BUT_UNKNOWN ->
                    throw new OutcomeUnknown("connection lost", Map.of());
              };
            });
  }

  private interface Call {
    Object make() throws IllegalAccessException, InvocationTargetException;
  }

  private static Object call(Call call) throws Throwable {
    try {
      return call.make();
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }
}
