// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import java.util.concurrent.Callable;

/**
 * A subcommand of another module, found with {@link java.util.ServiceLoader}.
 *
 * <p>Implementations carry picocli's {@code Command} annotation with their name and help, and have
 * a public constructor without parameters that does nothing. The result is the exit status; a
 * {@link CommandFailure} becomes one line on standard error.
 */
public interface Subcommand extends Callable<Integer> {}
