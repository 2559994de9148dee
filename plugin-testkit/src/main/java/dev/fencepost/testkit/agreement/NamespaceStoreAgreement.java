// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.namespace.Namespace;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Namespaces: a backend and the reference agree on every sequence of calls. */
public abstract class NamespaceStoreAgreement extends StoreAgreement {

  /** The agreement of a backend. */
  protected NamespaceStoreAgreement(PersistenceSource backend) {
    super(backend);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void namespacesAgreeWithTheReference(@ForAll("sequences") List<NamespaceStep> steps) {
    agree(new Namespaces(), steps);
  }

  @Provide
  final Arbitrary<List<NamespaceStep>> sequences() {
    return Combinators.combine(
            Arbitraries.of(NamespaceStep.Operation.class),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 2),
            ExecutionStoreAgreement.mostlyZero())
        .as(NamespaceStep::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  private record Picture(long notificationVersion, List<Namespace> namespaces) {}

  private static final class Namespaces implements World<NamespaceStep> {

    private final List<UUID> ids = Stream.generate(UUID::randomUUID).limit(3).toList();
    private final List<String> names = ids.stream().map(id -> "name-" + id).toList();

    @Override
    public void prepare(Persistence stores) {
      stores
          .namespaces()
          .create(ids.getFirst(), names.getFirst(), Samples.blob("first"), UUID.randomUUID());
    }

    @Override
    public Call call(NamespaceStep step, int number, Persistence reference) {
      UUID id = ids.get(step.id());
      String name = names.get(step.name());
      UUID requestId = UUID.randomUUID();
      long expected = reference.namespaces().notificationVersion() + step.versionOffset();
      return switch (step.operation()) {
        case CREATE ->
            Call.answering(
                stores ->
                    stores.namespaces().create(id, name, Samples.blob("by " + number), requestId));
        case UPDATE ->
            Call.answering(
                stores ->
                    stores
                        .namespaces()
                        .update(id, Samples.blob("by " + number), expected, requestId));
        case RENAME ->
            Call.answering(stores -> stores.namespaces().rename(id, name, expected, requestId));
        case READ -> Call.answering(stores -> stores.namespaces().read(id));
        case READ_BY_NAME -> Call.answering(stores -> stores.namespaces().readByName(name));
        case DELETE -> Call.silent(stores -> stores.namespaces().delete(id, requestId));
        case DELETE_BY_NAME ->
            Call.silent(stores -> stores.namespaces().deleteByName(name, requestId));
      };
    }

    @Override
    public Object picture(Persistence stores) {
      return new Picture(
          stores.namespaces().notificationVersion(),
          Pages.all(50, page -> stores.namespaces().list(page)).stream()
              .filter(found -> ids.contains(found.id()))
              .toList());
    }
  }
}
