// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder an embedded database lives in, locked for this process until closed. The operating
 * system drops the lock when the process dies, however it dies.
 */
final class DataFolder implements AutoCloseable {

  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  static DataFolder open(Path given) {
    Path path = given.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      requireOwn(path);
      return lock(path);
    } catch (FileAlreadyExistsException notAFolder) {
      throw new EmbeddedDatabaseFailure(
          "the data folder " + path + " is a file: choose another with --data", notAFolder);
    } catch (IOException cannotWrite) {
      throw new EmbeddedDatabaseFailure(
          "the data folder "
              + path
              + " can't be written ("
              + reason(cannotWrite)
              + "): choose another with --data",
          cannotWrite);
    }
  }

  /** Where the server's files are. */
  Path cluster() {
    return path.resolve("postgres");
  }

  /** Where the server's files are until they are complete. */
  Path incompleteCluster() {
    return path.resolve("postgres.incomplete");
  }

  Path passwordFile() {
    return path.resolve("password");
  }

  Path logFile() {
    return path.resolve("postgres.log");
  }

  Path path() {
    return path;
  }

  /** The number of the user whom the operating system counts this process's files to. */
  int userNumber() throws IOException {
    return (Integer) Files.getAttribute(path.resolve(LOCK), "unix:uid");
  }

  void deleteIncompleteCluster() throws IOException {
    deleteTree(incompleteCluster());
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> below = Files.walk(root)) {
      for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException gone) {
      throw new EmbeddedDatabaseFailure(
          "the lock of the data folder " + path + " can't be released: " + reason(gone), gone);
    }
  }

  private static void requireOwn(Path path) throws IOException {
    if (Files.exists(path.resolve(LOCK))) {
      return;
    }
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.findAny().isPresent()) {
        throw new EmbeddedDatabaseFailure(
            "the data folder "
                + path
                + " holds other files: choose an empty or a new one with --data");
      }
    }
  }

  private static DataFolder lock(Path path) throws IOException {
    Path file = path.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new EmbeddedDatabaseFailure(
          "the data folder "
              + path
              + " is in use by process "
              + Files.readString(file).strip()
              + ": stop that server or choose another folder with --data");
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)),
        0);
    return new DataFolder(path, channel, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String reason(IOException failure) {
    return failure instanceof NoSuchFileException
        ? "no such folder"
        : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
