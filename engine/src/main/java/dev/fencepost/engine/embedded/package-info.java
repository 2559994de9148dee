// SPDX-License-Identifier: Apache-2.0

/**
 * PostgreSQL as a part of the process: its programs unpacked from the class path, its data in a
 * folder that survives restarts and power loss. Lives here: the folder and its lock, initialising,
 * starting and stopping the server. Nothing here knows of the schema or of the engine.
 */
@NullMarked
package dev.fencepost.engine.embedded;

import org.jspecify.annotations.NullMarked;
