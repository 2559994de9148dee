// SPDX-License-Identifier: Apache-2.0

/**
 * Databases as a part of the process. Lives here: what such a database is to the rest of the
 * engine, and PostgreSQL as one, its programs unpacked from the class path, its data in a locked
 * folder that survives restarts and power loss. Nothing here knows of the schema or of the engine.
 */
@NullMarked
package dev.fencepost.engine.embedded;

import org.jspecify.annotations.NullMarked;
