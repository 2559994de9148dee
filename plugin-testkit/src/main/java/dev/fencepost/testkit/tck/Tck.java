// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.fencepost.spi.config.InvalidConfiguration;
import dev.fencepost.spi.error.PersistenceException;
import java.io.PrintStream;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Certifies the plugin that the environment variables name: {@code FENCEPOST_TCK_PLUGIN}, {@code
 * FENCEPOST_TCK_CONFIG} and {@code FENCEPOST_TCK_WITHOUT}. <b>The database it is given loses its
 * schema with all data.</b>
 *
 * <p>The exit status is 0 if every check passed, 1 if one failed or the database can't be reached,
 * 2 if the environment is wrong.
 */
public final class Tck {

  private Tck() {}

  /** Runs the kit. */
  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err));
  }

  private static int run(PrintStream out, PrintStream err) {
    try {
      EnvironmentSource.read().empty();
    } catch (InvalidConfiguration wrong) {
      err.println(wrong.getMessage());
      return 2;
    } catch (PersistenceException failed) {
      err.println(failed.getMessage());
      return 1;
    }
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                selectClass(PluginUnderTestConformance.class),
                selectClass(PluginUnderTestAgreement.class))
            .configurationParameter("jqwik.database", "")
            .configurationParameter("jqwik.reporting.onlyfailures", "true")
            .build();
    LauncherFactory.create().execute(request, listener);
    return report(listener.getSummary(), out);
  }

  private static int report(TestExecutionSummary summary, PrintStream out) {
    for (TestExecutionSummary.Failure failure : summary.getFailures()) {
      out.println(
          "FAILED " + failure.getTestIdentifier().getUniqueId() + ": " + failure.getException());
    }
    out.println(
        summary.getTestsSucceededCount()
            + " checks passed, "
            + summary.getTotalFailureCount()
            + " failed, "
            + summary.getTestsAbortedCount()
            + " aborted for lack of a capability");
    return summary.getTotalFailureCount() == 0 ? 0 : 1;
  }
}
