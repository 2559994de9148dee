// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file {@code postmaster.pid} in which a running server leaves its process id. It outlives a
 * power loss, after which its number may belong to a stranger.
 */
final class PostmasterFile {

  private final Path file;

  PostmasterFile(Path cluster) {
    this.file = cluster.resolve("postmaster.pid");
  }

  /** The process the file names, if it lives. */
  Optional<ProcessHandle> process() throws IOException {
    String first;
    try {
      first = Files.readString(file).lines().findFirst().orElse("").strip();
    } catch (NoSuchFileException noServer) {
      return Optional.empty();
    }
    if (!first.matches("-?\\d{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Math.abs(Long.parseLong(first))).filter(ProcessHandle::isAlive);
  }

  /** Whether a living process is a PostgreSQL server, as far as the operating system tells. */
  static Identity identity(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).endsWith("postgres") ? Identity.SERVER : Identity.STRANGER)
        .orElseGet(() -> hasEnded(process) ? Identity.STRANGER : Identity.UNKNOWN);
  }

  /** Whether only the entry in the process table is left, because nobody has asked how it ended. */
  private static boolean hasEnded(ProcessHandle process) {
    try {
      String state = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return state.substring(state.lastIndexOf(')') + 1).strip().startsWith("Z");
    } catch (IOException notSaid) {
      return false;
    }
  }

  /** Forgets a process that is not the server. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  Path path() {
    return file;
  }

  /** What a process is. */
  enum Identity {
    /** A PostgreSQL server. */
    SERVER,
    /** No server: another program that got its number, or what is left of a dead one. */
    STRANGER,
    /** The operating system does not say. */
    UNKNOWN
  }
}
