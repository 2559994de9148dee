// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.execution.ExecutionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stores whose next update of a run fails, has an unknown outcome or takes its time, which it does
 * not with the reference backend; and how many updates there were.
 */
final class FaultyPersistence {

  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
  private final AtomicInteger updates = new AtomicInteger();
  private final AtomicReference<Optional<Hold>> hold = new AtomicReference<>(Optional.empty());

  /** What the next update does. */
  enum Fault {
    NONE,
    UNAVAILABLE,
    COMMITTED_BUT_UNKNOWN,
    NOT_COMMITTED_BUT_UNKNOWN
  }

  /** An update that waits. */
  static final class Hold {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    void awaitReached() throws InterruptedException {
      reached.await();
    }

    void release() {
      released.countDown();
    }

    private void stop() throws InterruptedException {
      reached.countDown();
      released.await();
    }
  }

  /** Lets the next update wait before it does anything. */
  Hold holdNext() {
    Hold next = new Hold();
    hold.set(Optional.of(next));
    return next;
  }

  int updates() {
    return updates.get();
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
              Fault fault = method.getName().equals("update") ? beginUpdate() : Fault.NONE;
              return switch (fault) {
                case NONE -> call(() -> method.invoke(store, arguments));
                case UNAVAILABLE -> throw new Unavailable("no connection", Map.of());
                case COMMITTED_BUT_UNKNOWN -> {
                  call(() -> method.invoke(store, arguments));
                  throw new OutcomeUnknown("connection lost", Map.of());
                }
                case NOT_COMMITTED_BUT_UNKNOWN ->
                    throw new OutcomeUnknown("connection lost", Map.of());
              };
            });
  }

  private Fault beginUpdate() throws InterruptedException {
    updates.incrementAndGet();
    Optional<Hold> held = hold.getAndSet(Optional.empty());
    if (held.isPresent()) {
      held.get().stop();
    }
    return next.getAndSet(Fault.NONE);
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
