// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.memory.MemoryPlugin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the agreements share: a backend and the reference, both empty before each property. How many
 * sequences are tried is set by the leaf class with {@link net.jqwik.api.PropertyDefaults}.
 */
public abstract class StoreAgreement {

  private static final AtomicInteger LAST_SHARD_ID = new AtomicInteger();

  private final PersistenceSource backend;
  private final PersistenceSource reference;
  private @Nullable Persistence tested;
  private @Nullable Persistence model;

  /**
   * An agreement of a backend with the reference.
   *
   * @param backend the backend's database
   */
  protected StoreAgreement(PersistenceSource backend) {
    this.backend = requireNonNull(backend, "backend is null");
    this.reference = new ReferenceSource("agreement " + UUID.randomUUID());
  }

  @BeforeProperty
  final void openBoth() {
    backend.empty();
    reference.empty();
    tested = backend.open();
    model = reference.open();
  }

  @AfterProperty
  final void closeBoth() {
    if (tested != null) {
      tested.close();
    }
    if (model != null) {
      model.close();
    }
    try (SchemaAdministration schema = reference.openSchema()) {
      schema.drop();
    }
  }

  /** A shard id no other sequence of this process uses. */
  static int unusedShardId() {
    return LAST_SHARD_ID.incrementAndGet();
  }

  /** Runs a sequence on both and fails at the first difference. */
  final <S> void agree(World<S> world, List<S> steps) {
    Persistence testedStores = requireNonNull(tested, "the backend is not open");
    Persistence modelStores = requireNonNull(model, "the reference is not open");
    world.prepare(testedStores);
    world.prepare(modelStores);
    int number = 0;
    for (S step : steps) {
      number++;
      Call call = world.call(step, number, modelStores);
      Outcome expected = Outcome.of(call, modelStores);
      Outcome actual = Outcome.of(call, testedStores);
      assertThat(actual).as("the answer to step %d, %s", number, step).isEqualTo(expected);
      assertThat(world.picture(testedStores))
          .as("what is stored after step %d, %s", number, step)
          .isEqualTo(world.picture(modelStores));
    }
  }

  private record ReferenceSource(String database) implements PersistenceSource {

    private static final MemoryPlugin PLUGIN = new MemoryPlugin();

    @Override
    public Persistence open() {
      return PLUGIN.open(configuration(), context());
    }

    @Override
    public SchemaAdministration openSchema() {
      return PLUGIN.openSchema(configuration(), context());
    }

    private Configuration configuration() {
      return Configuration.of(
          "agreement",
          Map.of(MemoryPlugin.DATABASE.key(), new ConfigurationValue(database, "the agreement")));
    }

    private static PersistenceContext context() {
      return new PersistenceContext(new SimpleMeterRegistry(), "reference");
    }
  }
}
