// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import dev.fencepost.dsql.simulator.internal.catalog.JobClock;
import dev.fencepost.dsql.simulator.internal.fault.FaultPlan;
import dev.fencepost.dsql.simulator.internal.server.EmbeddedServer;
import dev.fencepost.dsql.simulator.internal.server.Listener;
import dev.fencepost.dsql.simulator.internal.session.Blockers;
import dev.fencepost.dsql.simulator.internal.session.Cluster;
import dev.fencepost.dsql.simulator.internal.session.Tally;
import dev.fencepost.dsql.simulator.internal.sql.Dialect;
import dev.fencepost.dsql.simulator.internal.sql.DialectOptions;
import dev.fencepost.dsql.simulator.internal.wire.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A running simulator. The user is {@code admin} with any password, the database {@code postgres}.
 * Closing it ends all connections and the database behind; without a data folder the data are gone.
 */
public final class DsqlSimulator implements AutoCloseable {

  private final EmbeddedServer database;
  private final Blockers blockers;
  private final JobClock jobs;
  private final Listener listener;
  private final Optional<TlsIdentity> identity;
  private final Faults faults;
  private final StatementLog statementLog;
  private final Tally tally;

  private DsqlSimulator(
      EmbeddedServer database,
      Blockers blockers,
      JobClock jobs,
      Listener listener,
      Optional<TlsIdentity> identity,
      Faults faults,
      StatementLog statementLog,
      Tally tally) {
    this.database = database;
    this.blockers = blockers;
    this.jobs = jobs;
    this.listener = listener;
    this.identity = identity;
    this.faults = faults;
    this.statementLog = statementLog;
    this.tally = tally;
  }

  /** A simulator on a free port, with TLS, the service's limits and fresh data, unless told. */
  public static Builder builder() {
    return new Builder();
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return listener.port();
  }

  /** A JDBC URL without user and password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:"
        + port()
        + "/postgres?sslmode="
        + (identity.isPresent() ? "require" : "disable");
  }

  /** The certificate clients may verify, in PEM; none without TLS. */
  public Optional<String> certificate() {
    return identity.map(TlsIdentity::pem);
  }

  /** Faults on demand. */
  public Faults faults() {
    return faults;
  }

  /** What it has counted since the start. */
  public SimulatorCounts counts() {
    return tally.counts();
  }

  /** The statements clients have sent. */
  public StatementLog statementLog() {
    return statementLog;
  }

  @Override
  public void close() throws IOException {
    try (database;
        blockers;
        jobs;
        listener) {
      // Closed in this order: the clients, the own connections, the database.
    } catch (SQLException gone) {
      throw new IOException("the connections of the simulator can't be closed", gone);
    }
  }

  /** Says how a simulator is to be. */
  public static final class Builder {

    private int port;
    private TransportSecurity security = TransportSecurity.TLS;
    private Optional<Path> dataFolder = Optional.empty();
    private SimulatorLimits limits = SimulatorLimits.ofService();
    private DataModifyingCtes dataModifyingCtes = DataModifyingCtes.ACCEPTED;
    private SchemaConflicts schemaConflicts = SchemaConflicts.RUNNING_TRANSACTIONS;
    private MultiRowConflicts multiRowConflicts = MultiRowConflicts.LATER_LOSES;
    private Duration jobTime = Duration.ofSeconds(1);
    private long seed = 1;

    private Builder() {}

    /** The port on 127.0.0.1; 0 takes a free one. */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /** Whether clients connect by TLS. */
    public Builder security(TransportSecurity transport) {
      security = transport;
      return this;
    }

    /** Keeps the data in a folder, safe against crashes. */
    public Builder dataFolder(Path folder) {
      dataFolder = Optional.of(folder);
      return this;
    }

    /** The limits of the cluster. */
    public Builder limits(SimulatorLimits lower) {
      limits = lower;
      return this;
    }

    /** Whether data-modifying common table expressions are accepted. */
    public Builder dataModifyingCtes(DataModifyingCtes choice) {
      dataModifyingCtes = choice;
      return this;
    }

    /** Who notices a change of the schema. */
    public Builder schemaConflicts(SchemaConflicts choice) {
      schemaConflicts = choice;
      return this;
    }

    /** Who loses a conflict on several rows. */
    public Builder multiRowConflicts(MultiRowConflicts choice) {
      multiRowConflicts = choice;
      return this;
    }

    /** How long an asynchronous job takes that nobody waits for. */
    public Builder jobTime(Duration time) {
      jobTime = time;
      return this;
    }

    /** The seed of whatever happens by chance. */
    public Builder seed(long number) {
      seed = number;
      return this;
    }

    /**
     * Starts it.
     *
     * @throws IOException if the database does not start or the port is taken
     */
    public DsqlSimulator start() throws IOException {
      EmbeddedServer database = EmbeddedServer.start(dataFolder, limits);
      try {
        Blockers blockers = new Blockers(database.connect());
        FaultPlan plan = new FaultPlan(seed);
        StatementLog log = new StatementLog();
        DialectOptions.DataModifyingCtes ctes =
            switch (dataModifyingCtes) {
              case ACCEPTED -> DialectOptions.DataModifyingCtes.ACCEPTED;
              case REFUSED -> DialectOptions.DataModifyingCtes.REFUSED;
            };
        Cluster cluster =
            new Cluster(
                Dialect.of(new DialectOptions(ctes)),
                limits,
                schemaConflicts,
                multiRowConflicts,
                plan,
                log::add,
                blockers);
        Optional<TlsIdentity> identity =
            security == TransportSecurity.TLS
                ? Optional.of(TlsIdentity.create())
                : Optional.empty();
        Listener listener = Listener.start(port, cluster, identity, database.port(), limits);
        return new DsqlSimulator(
            database,
            blockers,
            JobClock.start(database.connect(), jobTime),
            listener,
            identity,
            new Faults(plan),
            log,
            cluster.tally());
      } catch (IOException | SQLException | RuntimeException failed) {
        database.close();
        throw new IOException("the simulator does not start: " + failed.getMessage(), failed);
      }
    }
  }
}
