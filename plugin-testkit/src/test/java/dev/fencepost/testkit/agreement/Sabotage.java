// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;

/** Stores that behave like sound ones except for one method. */
final class Sabotage {

  /** What a broken method does instead. */
  interface Replacement<T> {
    Object call(T soundStore, Object request);
  }

  private Sabotage() {}

  /**
   * Breaks one method of one store.
   *
   * @param accessor the accessor of the store
   * @param type the store's interface
   * @param method the method to break, which has a request as its only argument
   * @param replacement what it does instead
   */
  static <T> UnaryOperator<Persistence> of(
      String accessor, Class<T> type, String method, Replacement<T> replacement) {
    return sound ->
        intercept(
            Persistence.class,
            sound,
            accessor,
            (stores, unused) -> {
              T store = type.cast(answer(sound, accessor));
              return intercept(type, store, method, replacement);
            });
  }

  private static Object answer(Persistence sound, String accessor) {
    try {
      return Persistence.class.getMethod(accessor).invoke(sound);
    } catch (ReflectiveOperationException noSuchAccessor) {
      throw new IllegalStateException(noSuchAccessor);
    }
  }

  private static <T> T intercept(
      Class<T> type, T sound, String broken, Replacement<T> replacement) {
    Object proxy =
        Proxy.newProxyInstance(
            Sabotage.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().equals(broken)) {
                return replacement.call(
                    sound, arguments == null || arguments.length == 0 ? broken : arguments[0]);
              }
              try {
                return method.invoke(sound, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
    return type.cast(proxy);
  }
}
