// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user of the command line sees of logged failures. */
final class LoggingTest {

  private final SQLException lost =
      new SQLException("the connection was lost", new IllegalStateException("end of stream"));

  @BeforeEach
  void forgetWhatOtherCommandsSet() {
    System.clearProperty(Fencepost.LOG_LEVEL);
  }

  @Test
  void failureIsOneLineWithItsCause() throws Exception {
    assertThat(logged("line", lost))
        .endsWith("pool - can't go on java.sql.SQLException: the connection was lost\n")
        .containsOnlyOnce("\n");
  }

  @Test
  void messageWithoutAFailureIsAsItWas() throws Exception {
    assertThat(logged("line", null)).endsWith("pool - can't go on\n").containsOnlyOnce("\n");
  }

  @Test
  void verboselyTheStackTraceFollows() throws Exception {
    assertThat(logged("trace", lost))
        .contains("java.sql.SQLException: the connection was lost\n\tat ")
        .contains("Caused by: java.lang.IllegalStateException: end of stream");
  }

  @ParameterizedTest
  @CsvSource({"com.zaxxer.hikari.pool.ProxyConnection, ERROR", "com.zaxxer.hikari, WARN"})
  void poolSaysOnlyWhatItsUsersDoNot(String logger, String level) throws Exception {
    assertThat(configured("line").getLogger(logger).getEffectiveLevel())
        .isEqualTo(Level.toLevel(level));
  }

  private static String logged(String failures, @Nullable Throwable failure) throws JoranException {
    LoggerContext context = configured(failures);
    Logger logger = context.getLogger("pool");
    ConsoleAppender<ILoggingEvent> appender =
        (ConsoleAppender<ILoggingEvent>)
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("stderr");
    LoggingEvent event =
        new LoggingEvent("test", logger, Level.WARN, "can't go on", failure, new Object[0]);
    return new String(appender.getEncoder().encode(event), UTF_8);
  }

  private static LoggerContext configured(String failures) throws JoranException {
    LoggerContext context = new LoggerContext();
    context.putProperty(Fencepost.LOG_FAILURES, failures);
    URL configuration = LoggingTest.class.getResource("/logback.xml");
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Objects.requireNonNull(configuration, "logback.xml is missing"));
    return context;
  }
}
