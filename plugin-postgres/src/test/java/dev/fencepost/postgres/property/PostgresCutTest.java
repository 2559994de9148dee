// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import dev.fencepost.postgres.TestDatabase;
import dev.fencepost.postgres.TestServer;
import dev.fencepost.spi.Persistence;
import dev.fencepost.testkit.fault.Fault;
import dev.fencepost.testkit.fault.FaultProxy;
import dev.fencepost.testkit.fault.Framing;
import dev.fencepost.testkit.fault.FrontendMessage;
import dev.fencepost.testkit.fault.MessageCondition;
import dev.fencepost.testkit.property.CutProperties;
import dev.fencepost.testkit.property.CutSubject;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.lifecycle.AfterContainer;

/** Connections to PostgreSQL that a proxy cuts. */
final class PostgresCutTest extends CutProperties {

  private static final Cuts CUTS = new Cuts();

  @Override
  protected CutSubject subject() {
    return CUTS;
  }

  @AfterContainer
  static void close() {
    CUTS.close();
  }

  /** A proxy before the server, and stores behind it. */
  private static final class Cuts implements CutSubject, AutoCloseable {

    private final FaultProxy proxy;
    private final Persistence stores;

    Cuts() {
      TestDatabase database = new TestDatabase();
      database.empty();
      try {
        proxy =
            FaultProxy.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), TestServer.port()),
                Framing.POSTGRES);
      } catch (IOException failed) {
        throw new UncheckedIOException("the proxy does not start", failed);
      }
      stores =
          database.open(
              Map.of(
                  "pool-size",
                  "2",
                  "url",
                  "jdbc:postgresql://127.0.0.1:"
                      + proxy.port()
                      + "/"
                      + database.name()
                      + "?sslmode=disable"),
              new SimpleMeterRegistry());
    }

    @Override
    public Persistence stores() {
      return stores;
    }

    @Override
    public void cutAt(int number, Place place) {
      MessageCondition committing = Cuts::commits;
      proxy.arm(
          switch (place) {
            case BEFORE -> Fault.CUT_BEFORE_FORWARDING;
            case AT -> Fault.CUT_AFTER_FORWARDING;
            case AFTER -> Fault.CUT_BEFORE_REPLY;
          },
          committing.nth(number));
    }

    /** The statements that write, and the end of the take-over. */
    private static boolean commits(FrontendMessage message) {
      String sql = message.statement().toLowerCase(Locale.ROOT);
      return (message.type() == 'Q' || message.type() == 'B')
          && (sql.startsWith("with") || sql.startsWith("insert") || sql.startsWith("commit"));
    }

    @Override
    public void endCuts() {
      proxy.disarm();
    }

    @Override
    public void close() {
      stores.close();
      proxy.close();
    }
  }
}
