// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.namespace;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.fencepost.spi.visibility.SearchAttribute;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.enums.v1.IndexedValueType;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Search attributes: which a namespace has, and their values between payloads and the store. */
public final class SearchAttributeTypes {

  private static final Map<String, IndexedValueType> PREDEFINED =
      Map.of(
          "TemporalChangeVersion", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
          "BinaryChecksums", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
          "BuildIds", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
          "TemporalNamespaceDivision", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);

  private SearchAttributeTypes() {}

  /** What is wrong with the attributes in this namespace, empty if nothing is. */
  public static Optional<String> problemOf(NamespaceEntry namespace, SearchAttributes attributes) {
    for (Map.Entry<String, Payload> attribute : attributes.getIndexedFieldsMap().entrySet()) {
      Optional<IndexedValueType> type = typeOf(namespace, attribute.getKey());
      if (type.isEmpty()) {
        return Optional.of(
            "Namespace "
                + namespace.name()
                + " has no mapping defined for search attribute "
                + attribute.getKey());
      }
      try {
        Optional<SearchAttribute> value = value(type.get(), attribute.getValue());
        assert value.isPresent() || isNull(attribute.getValue());
      } catch (IllegalArgumentException mismatch) {
        return Optional.of(
            "invalid value for search attribute "
                + attribute.getKey()
                + ": "
                + mismatch.getMessage());
      }
    }
    return Optional.empty();
  }

  /** The values of a run, those left out that the namespace does not know any more. */
  public static Map<String, SearchAttribute> values(
      NamespaceEntry namespace, SearchAttributes attributes) {
    Map<String, SearchAttribute> values = new HashMap<>();
    attributes
        .getIndexedFieldsMap()
        .forEach(
            (name, payload) ->
                typeOf(namespace, name)
                    .flatMap(type -> lenient(type, payload))
                    .ifPresent(value -> values.put(name, value)));
    return values;
  }

  private static Optional<IndexedValueType> typeOf(NamespaceEntry namespace, String name) {
    IndexedValueType custom = namespace.searchAttributes().get(name);
    return Optional.ofNullable(custom == null ? PREDEFINED.get(name) : custom);
  }

  private static Optional<SearchAttribute> lenient(IndexedValueType type, Payload payload) {
    try {
      return value(type, payload);
    } catch (IllegalArgumentException changedType) {
      return Optional.empty();
    }
  }

  private static boolean isNull(Payload payload) {
    return payload.getData().isEmpty()
        || json(payload).hasNullValue()
        || isEmptyList(json(payload));
  }

  private static boolean isEmptyList(Value value) {
    return value.hasListValue() && value.getListValue().getValuesCount() == 0;
  }

  private static Optional<SearchAttribute> value(IndexedValueType type, Payload payload) {
    if (isNull(payload)) {
      return Optional.empty();
    }
    Value json = json(payload);
    return Optional.of(
        switch (type) {
          case INDEXED_VALUE_TYPE_TEXT -> new SearchAttribute.Text(text(single(json)));
          case INDEXED_VALUE_TYPE_KEYWORD -> new SearchAttribute.Keyword(text(single(json)));
          case INDEXED_VALUE_TYPE_INT -> new SearchAttribute.Int(whole(single(json)));
          case INDEXED_VALUE_TYPE_DOUBLE -> new SearchAttribute.Double(number(single(json)));
          case INDEXED_VALUE_TYPE_BOOL -> new SearchAttribute.Bool(bool(single(json)));
          case INDEXED_VALUE_TYPE_DATETIME -> new SearchAttribute.Datetime(time(single(json)));
          case INDEXED_VALUE_TYPE_KEYWORD_LIST -> new SearchAttribute.KeywordList(texts(json));
          case INDEXED_VALUE_TYPE_UNSPECIFIED, UNRECOGNIZED ->
              throw new IllegalArgumentException("its type is not known");
        });
  }

  private static Value json(Payload payload) {
    Value.Builder value = Value.newBuilder();
    try {
      JsonFormat.parser().merge(payload.getData().toStringUtf8(), value);
    } catch (InvalidProtocolBufferException notJson) {
      throw new IllegalArgumentException("it is not JSON");
    }
    return value.build();
  }

  private static Value single(Value value) {
    if (!value.hasListValue()) {
      return value;
    }
    ListValue list = value.getListValue();
    if (list.getValuesCount() != 1) {
      throw new IllegalArgumentException("it has more than one value");
    }
    return list.getValues(0);
  }

  private static String text(Value value) {
    if (!value.hasStringValue()) {
      throw new IllegalArgumentException("it is not a text");
    }
    return value.getStringValue();
  }

  private static List<String> texts(Value value) {
    return value.hasListValue()
        ? value.getListValue().getValuesList().stream().map(SearchAttributeTypes::text).toList()
        : List.of(text(value));
  }

  private static double number(Value value) {
    if (!value.hasNumberValue()) {
      throw new IllegalArgumentException("it is not a number");
    }
    return value.getNumberValue();
  }

  private static long whole(Value value) {
    double number = number(value);
    if (Math.rint(number) != number) {
      throw new IllegalArgumentException("it is not a whole number");
    }
    return (long) number;
  }

  private static boolean bool(Value value) {
    if (!value.hasBoolValue()) {
      throw new IllegalArgumentException("it is neither true nor false");
    }
    return value.getBoolValue();
  }

  private static java.time.Instant time(Value value) {
    try {
      return OffsetDateTime.parse(text(value)).toInstant();
    } catch (DateTimeException notOne) {
      throw new IllegalArgumentException("it is not a time");
    }
  }
}
