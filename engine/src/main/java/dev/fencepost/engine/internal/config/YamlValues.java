// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.config;

import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.config.InvalidConfiguration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The scalars of a YAML text by their dotted keys, each with the line it stands on. */
final class YamlValues {

  private final String name;
  private final Map<String, ConfigurationValue> values = new TreeMap<>();

  private YamlValues(String name) {
    this.name = name;
  }

  static Map<String, ConfigurationValue> read(String name, String text) {
    YamlValues reading = new YamlValues(name);
    LoadSettings settings =
        LoadSettings.builder().setLabel(name).setUseMarks(true).setAllowNonScalarKeys(true).build();
    try {
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      if (documents.hasNext()) {
        reading.collect("", documents.next());
      }
      if (documents.hasNext()) {
        throw reading.invalid(
            documents.next(), "a configuration is one YAML document, not several");
      }
    } catch (MarkedYamlEngineException broken) {
      int tab = tabLine(text);
      if (tab > 0 && String.valueOf(broken.getMessage()).contains("\\t")) {
        throw new InvalidConfiguration(
            name + ":" + tab + ": a tab indents this line; YAML allows spaces only", broken);
      }
      throw new InvalidConfiguration(
          reading.place(broken.getProblemMark()) + ": not valid YAML: " + broken.getProblem(),
          broken);
    } catch (YamlEngineException broken) {
      throw new InvalidConfiguration(
          name
              + ": not valid YAML: "
              + String.valueOf(broken.getMessage()).replaceAll("\\s*\\R\\s*", " "),
          broken);
    }
    return reading.values;
  }

  private void collect(String key, Node node) {
    switch (node) {
      case MappingNode mapping -> {
        for (NodeTuple entry : mapping.getValue()) {
          collect(
              key.isEmpty() ? keyText(entry) : key + "." + keyText(entry), entry.getValueNode());
        }
      }
      case ScalarNode scalar when key.isEmpty() && Tag.NULL.equals(scalar.getTag()) -> {}
      case ScalarNode scalar when key.isEmpty() ->
          throw invalid(node, "a configuration consists of keys and values");
      case ScalarNode scalar when Tag.NULL.equals(scalar.getTag()) -> {
        if (values.keySet().stream().noneMatch(known -> known.startsWith(key + "."))) {
          add(key, new ConfigurationValue("", place(node.getStartMark())));
        }
      }
      case ScalarNode scalar ->
          add(key, new ConfigurationValue(scalar.getValue(), place(node.getStartMark())));
      case SequenceNode sequence ->
          throw invalid(
              node,
              key.isEmpty()
                  ? "a configuration consists of keys and values, not of a list"
                  : "'" + key + "' must be one value, not a list");
      default -> throw invalid(node, "'" + key + "' must be one value");
    }
  }

  private String keyText(NodeTuple entry) {
    if (entry.getKeyNode() instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
      return scalar.getValue();
    }
    throw invalid(entry.getKeyNode(), "a key must be a word");
  }

  private void add(String key, ConfigurationValue value) {
    ConfigurationValue before = values.putIfAbsent(key, value);
    if (before != null) {
      throw new InvalidConfiguration(
          value.origin() + ": '" + key + "' stands twice, first in " + before.origin());
    }
  }

  private InvalidConfiguration invalid(Node node, String problem) {
    return new InvalidConfiguration(place(node.getStartMark()) + ": " + problem);
  }

  private String place(Optional<Mark> mark) {
    return mark.map(found -> name + ":" + (found.getLine() + 1)).orElse(name);
  }

  private static int tabLine(String text) {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.stripLeading().length() < line.length()
          && line.substring(0, line.length() - line.stripLeading().length()).indexOf('\t') >= 0) {
        return number;
      }
    }
    return 0;
  }
}
