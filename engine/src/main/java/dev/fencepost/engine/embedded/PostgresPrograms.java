// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once per user and version from the archive on the class path.
 *
 * <p>They are unpacked beside their place and renamed into it, so that of several processes at once
 * each finds either nothing or all of them.
 */
final class PostgresPrograms {

  private final Path root;

  private PostgresPrograms(Path root) {
    this.root = root;
  }

  static PostgresPrograms unpack() {
    try {
      byte[] archive = archive();
      Path root = place().resolve("postgres-" + digest(archive));
      if (!Files.isDirectory(root)) {
        unpack(archive, root);
      }
      return new PostgresPrograms(root);
    } catch (IOException failed) {
      throw new EmbeddedDatabaseFailure(
          "PostgreSQL can't be unpacked into the folder for temporary files ("
              + failed.getMessage()
              + "): free some space or set another with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER",
          failed);
    }
  }

  /** The path of a program, such as {@code initdb}. */
  Path program(String name) {
    return root.resolve("bin").resolve(name);
  }

  private static byte[] archive() throws IOException {
    String system = System.getProperty("os.name");
    String hardware = System.getProperty("os.arch");
    String family =
        system.toLowerCase(Locale.ROOT).startsWith("mac") ? "Darwin" : system.split(" ", 2)[0];
    try (InputStream stream =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(family, hardware)) {
      return stream.readAllBytes();
    } catch (IllegalStateException | NullPointerException notFound) {
      throw new EmbeddedDatabaseFailure(
          "there is no embedded PostgreSQL for "
              + system
              + " on "
              + hardware
              + ": install PostgreSQL 16 or later and use --config",
          notFound);
    }
  }

  private static Path place() throws IOException {
    Path place =
        Path.of(System.getProperty("java.io.tmpdir"))
            .resolve("fencepost-" + System.getProperty("user.name"));
    Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(place, PosixFilePermissions.asFileAttribute(ownerOnly));
    if (!Files.getOwner(place).getName().equals(System.getProperty("user.name"))) {
      throw new FileSystemException(place.toString(), null, "belongs to another user");
    }
    return place;
  }

  private static void unpack(byte[] archive, Path root) throws IOException {
    Path beside = Files.createTempDirectory(root.getParent(), "unpacking");
    try {
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
        TarArchiveEntry entry = tar.getNextEntry();
        while (entry != null) {
          write(tar, entry, beside);
          entry = tar.getNextEntry();
        }
      }
      Files.move(beside, root, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException failed) {
      if (!Files.isDirectory(root)) {
        throw failed;
      }
    } finally {
      DataFolder.deleteTree(beside);
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path below)
      throws IOException {
    Path target = below.resolve(entry.getName()).normalize();
    if (!target.startsWith(below)) {
      throw new IOException("the archive names a file outside of itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    boolean program = (entry.getMode() & 0100) != 0;
    Set<PosixFilePermission> permissions =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    if (program) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
    }
    Files.setPosixFilePermissions(target, permissions);
  }

  private static String digest(byte[] archive) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(sum, 0, 8);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
