// SPDX-License-Identifier: Apache-2.0
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Writes the descriptors of the Temporal API as a file that protoc reads. The client library ships
 * generated classes without their .proto files, and our own messages import them.
 */
public final class ExportDescriptors {

  private static final String PACKAGE = "io/temporal/api/";
  private static final String SUFFIX = "Proto.class";
  private static final String ANCHOR = "io.temporal.api.common.v1.MessageProto";

  private ExportDescriptors() {}

  /**
   * Takes the path of the descriptor set to write; leaves a file that is newer than the library.
   */
  public static void main(String[] arguments) throws Exception {
    Path target = Path.of(arguments[0]);
    Path library = library();
    if (Files.exists(target)
        && Files.getLastModifiedTime(target).compareTo(Files.getLastModifiedTime(library)) > 0) {
      return;
    }
    Map<String, FileDescriptor> files = new LinkedHashMap<>();
    for (String className : protoClasses(library)) {
      collect(
          (FileDescriptor) Class.forName(className).getMethod("getDescriptor").invoke(null), files);
    }
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    files.values().forEach(file -> set.addFile(file.toProto()));
    Files.createDirectories(target.getParent());
    try (OutputStream out = Files.newOutputStream(target)) {
      set.build().writeTo(out);
    }
  }

  private static Path library() throws Exception {
    URI location =
        Class.forName(ANCHOR).getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(location);
  }

  private static List<String> protoClasses(Path library) throws IOException {
    try (JarFile jar = new JarFile(library.toFile())) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.startsWith(PACKAGE) && name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .toList();
    }
  }

  private static void collect(FileDescriptor file, Map<String, FileDescriptor> files) {
    if (files.containsKey(file.getName())) {
      return;
    }
    file.getDependencies().forEach(dependency -> collect(dependency, files));
    files.put(file.getName(), file);
  }
}
