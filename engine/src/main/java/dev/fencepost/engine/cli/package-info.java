// SPDX-License-Identifier: Apache-2.0

/**
 * The command line {@code fencepost}: what each subcommand takes, prints and exits with. Lives
 * here: options, questions, one line per failure. What the subcommands do lives elsewhere.
 */
@NullMarked
package dev.fencepost.engine.cli;

import org.jspecify.annotations.NullMarked;
