// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.cluster.ClusterMetadata;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.ShardPicture;
import java.util.Comparator;
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

/** Cluster metadata: a backend and the reference agree on every sequence of calls. */
public abstract class ClusterMetadataStoreAgreement extends StoreAgreement {

  /** The agreement of a backend. */
  protected ClusterMetadataStoreAgreement(PersistenceSource backend) {
    super(backend);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void clusterMetadataAgreesWithTheReference(@ForAll("sequences") List<ClusterMetadataStep> steps) {
    agree(new Clusters(), steps);
  }

  @Provide
  final Arbitrary<List<ClusterMetadataStep>> sequences() {
    return Combinators.combine(
            Arbitraries.of(ClusterMetadataStep.Operation.class),
            Arbitraries.integers().between(0, 2),
            ExecutionStoreAgreement.mostlyZero())
        .as(ClusterMetadataStep::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  private static final class Clusters implements World<ClusterMetadataStep> {

    private final List<String> names =
        Stream.generate(() -> "cluster-" + UUID.randomUUID()).limit(3).toList();

    @Override
    public void prepare(Persistence stores) {
      stores.clusterMetadata().save(names.getFirst(), Samples.blob("first"), 0, UUID.randomUUID());
    }

    @Override
    public Call call(ClusterMetadataStep step, int number, Persistence reference) {
      String name = names.get(step.cluster());
      UUID requestId = UUID.randomUUID();
      long actual =
          ShardPicture.ifFound(() -> reference.clusterMetadata().read(name).version()).orElse(0L);
      long expected = Math.max(0, actual + step.versionOffset());
      return switch (step.operation()) {
        case SAVE ->
            Call.answering(
                stores ->
                    stores
                        .clusterMetadata()
                        .save(name, Samples.blob("by " + number), expected, requestId));
        case READ -> Call.answering(stores -> stores.clusterMetadata().read(name));
        case DELETE -> Call.silent(stores -> stores.clusterMetadata().delete(name, requestId));
      };
    }

    @Override
    public Object picture(Persistence stores) {
      return Pages.all(50, page -> stores.clusterMetadata().list(page)).stream()
          .filter(found -> names.contains(found.clusterName()))
          .sorted(Comparator.comparing(ClusterMetadata::clusterName))
          .toList();
    }
  }
}
