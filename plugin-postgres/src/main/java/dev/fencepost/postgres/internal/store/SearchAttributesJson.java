// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.fencepost.spi.visibility.SearchAttribute;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Search attributes as the database keeps them: by name an object whose only key is the type.
 * Numbers that JSON has no word for are texts.
 */
final class SearchAttributesJson {

  private static final String KEYWORD = "keyword";
  private static final String KEYWORD_LIST = "keyword_list";
  private static final String TEXT = "text";
  private static final String INT = "int";
  private static final String DOUBLE = "double";
  private static final String BOOL = "bool";
  private static final String DATETIME = "datetime";

  private SearchAttributesJson() {}

  static String write(Map<String, SearchAttribute> attributes) {
    JsonObject object = new JsonObject();
    attributes.forEach((name, value) -> object.add(name, write(value)));
    return object.toString();
  }

  static Map<String, SearchAttribute> read(String json) {
    Map<String, SearchAttribute> attributes = new HashMap<>();
    for (Map.Entry<String, JsonElement> entry :
        JsonParser.parseString(json).getAsJsonObject().entrySet()) {
      attributes.put(entry.getKey(), read(entry.getValue().getAsJsonObject()));
    }
    return attributes;
  }

  private static JsonObject write(SearchAttribute attribute) {
    return switch (attribute) {
      case SearchAttribute.Keyword keyword -> typed(KEYWORD, new JsonPrimitive(keyword.value()));
      case SearchAttribute.KeywordList list -> {
        JsonArray values = new JsonArray();
        list.values().forEach(values::add);
        yield typed(KEYWORD_LIST, values);
      }
      case SearchAttribute.Text text -> typed(TEXT, new JsonPrimitive(text.value()));
      case SearchAttribute.Int number -> typed(INT, new JsonPrimitive(number.value()));
      case SearchAttribute.Double number ->
          typed(
              DOUBLE,
              Double.isFinite(number.value())
                  ? new JsonPrimitive(number.value())
                  : new JsonPrimitive(Double.toString(number.value())));
      case SearchAttribute.Bool bool -> typed(BOOL, new JsonPrimitive(bool.value()));
      case SearchAttribute.Datetime time ->
          typed(
              DATETIME, new JsonPrimitive(time.value().truncatedTo(ChronoUnit.MICROS).toString()));
    };
  }

  private static JsonObject typed(String type, JsonElement value) {
    JsonObject object = new JsonObject();
    object.add(type, value);
    return object;
  }

  private static SearchAttribute read(JsonObject object) {
    Map.Entry<String, JsonElement> entry = object.entrySet().iterator().next();
    JsonElement value = entry.getValue();
    return switch (entry.getKey()) {
      case KEYWORD -> new SearchAttribute.Keyword(value.getAsString());
      case KEYWORD_LIST -> {
        List<String> values = new ArrayList<>();
        value.getAsJsonArray().forEach(word -> values.add(word.getAsString()));
        yield new SearchAttribute.KeywordList(values);
      }
      case TEXT -> new SearchAttribute.Text(value.getAsString());
      case INT -> new SearchAttribute.Int(value.getAsLong());
      case DOUBLE -> new SearchAttribute.Double(Double.parseDouble(value.getAsString()));
      case BOOL -> new SearchAttribute.Bool(value.getAsBoolean());
      case DATETIME -> new SearchAttribute.Datetime(Instant.parse(value.getAsString()));
      default -> throw new IllegalStateException("unknown type " + entry.getKey());
    };
  }
}
