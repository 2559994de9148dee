// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.junit;

import dev.fencepost.dsql.simulator.DsqlSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the parameter {@link DsqlSimulator}. With {@code @ExtendWith} or a static field with
 * {@code @RegisterExtension} the tests of a class share one, which ends with the class. After each
 * test its faults are cleared; its data stay.
 */
public final class DsqlSimulatorExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(DsqlSimulatorExtension.class);

  private final Consumer<DsqlSimulator.Builder> settings;

  /** A simulator as it is by default. */
  public DsqlSimulatorExtension() {
    this(builder -> {});
  }

  /** A simulator with other settings. */
  public DsqlSimulatorExtension(Consumer<DsqlSimulator.Builder> settings) {
    this.settings = settings;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    simulator(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    simulator(context).faults().clear();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DsqlSimulator.class;
  }

  @Override
  public DsqlSimulator resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return simulator(context);
  }

  private DsqlSimulator simulator(ExtensionContext context) {
    ExtensionContext ofClass = context;
    while (ofClass.getTestMethod().isPresent()) {
      ofClass = ofClass.getParent().orElseThrow();
    }
    return ofClass
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(this, key -> new Running(settings), Running.class)
        .simulator;
  }

  private static final class Running implements AutoCloseable {

    private final DsqlSimulator simulator;

    Running(Consumer<DsqlSimulator.Builder> settings) {
      DsqlSimulator.Builder builder = DsqlSimulator.builder();
      settings.accept(builder);
      try {
        simulator = builder.start();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    @Override
    public void close() throws IOException {
      simulator.close();
    }
  }
}
