// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.dsql.simulator.CommitCut;
import dev.fencepost.dsql.simulator.Faults;
import dev.fencepost.spi.Persistence;
import dev.fencepost.testkit.property.CutProperties;
import dev.fencepost.testkit.property.CutSubject;
import java.time.Duration;
import java.util.Map;
import net.jqwik.api.lifecycle.AfterContainer;

/** Connections to the simulator that it cuts at commits. */
final class DsqlCutTest extends CutProperties {

  private static final Cuts CUTS = new Cuts();

  @Override
  protected CutSubject subject() {
    return CUTS;
  }

  @AfterContainer
  static void close() {
    CUTS.stores().close();
  }

  /** The faults of the simulator. A commit that is cut while it is sent takes effect later. */
  private static final class Cuts implements CutSubject {

    private final Faults faults = SimulatedCluster.simulator().faults();
    private final Persistence stores;

    Cuts() {
      ClusterSource source = SimulatedCluster.source(Map.of("pool-size", "2"));
      source.empty();
      stores = source.open();
    }

    @Override
    public Persistence stores() {
      return stores;
    }

    @Override
    public void cutAt(int number, Place place) {
      faults.lateCommits(Duration.ofMillis(30));
      faults.cutCommit(
          number,
          switch (place) {
            case BEFORE -> CommitCut.BEFORE;
            case AT -> CommitCut.WHILE;
            case AFTER -> CommitCut.AFTER;
          });
    }

    @Override
    public void endCuts() {
      faults.clear();
    }
  }
}
