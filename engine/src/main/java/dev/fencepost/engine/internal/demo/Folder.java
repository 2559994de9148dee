// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The temporary folder of a demonstration. */
final class Folder implements AutoCloseable {

  private final Path path;
  private final DemoPlan.Leftovers leftovers;

  private Folder(Path path, DemoPlan.Leftovers leftovers) {
    this.path = path;
    this.leftovers = leftovers;
  }

  static Folder create(DemoPlan.Leftovers leftovers) {
    try {
      return new Folder(Files.createTempDirectory("fencepost-demo"), leftovers);
    } catch (IOException noSpace) {
      throw new DemoFailure(
          "no folder can be made for temporary files: " + noSpace.getMessage(), noSpace);
    }
  }

  Path path() {
    return path;
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(path.resolve(name), text);
    } catch (IOException noSpace) {
      throw new DemoFailure("the file " + name + " can't be written: " + noSpace.getMessage());
    }
  }

  /** A port that nobody listens on now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  @Override
  public void close() {
    switch (leftovers) {
      case KEEP -> {}
      case DELETE -> delete();
    }
  }

  private void delete() {
    try (Stream<Path> below = Files.walk(path)) {
      List<Path> files = below.sorted(Comparator.reverseOrder()).toList();
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException inUse) {
      throw new UncheckedIOException(inUse);
    }
  }
}
