// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.fencepost.spi.visibility.SearchAttribute;
import io.temporal.api.common.v1.Payload;
import java.util.List;

/** Search attributes as the payloads clients read: JSON, with the type beside it. */
final class SearchAttributePayloads {

  private SearchAttributePayloads() {}

  static Payload keyword(String value) {
    return of(new SearchAttribute.Keyword(value));
  }

  static Payload of(SearchAttribute attribute) {
    return switch (attribute) {
      case SearchAttribute.Keyword keyword -> payload("Keyword", text(keyword.value()));
      case SearchAttribute.Text text -> payload("Text", text(text.value()));
      case SearchAttribute.KeywordList list -> payload("KeywordList", texts(list.values()));
      case SearchAttribute.Int number -> payload("Int", Long.toString(number.value()));
      case SearchAttribute.Double number -> payload("Double", Double.toString(number.value()));
      case SearchAttribute.Bool bool -> payload("Bool", Boolean.toString(bool.value()));
      case SearchAttribute.Datetime time -> payload("Datetime", text(time.value().toString()));
    };
  }

  private static Payload payload(String type, String json) {
    return Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
        .putMetadata("type", ByteString.copyFromUtf8(type))
        .setData(ByteString.copyFromUtf8(json))
        .build();
  }

  private static String text(String value) {
    return json(Value.newBuilder().setStringValue(value).build());
  }

  private static String texts(List<String> values) {
    ListValue.Builder list = ListValue.newBuilder();
    values.forEach(value -> list.addValues(Value.newBuilder().setStringValue(value)));
    return json(Value.newBuilder().setListValue(list).build());
  }

  private static String json(Value value) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(value);
    } catch (InvalidProtocolBufferException notPrintable) {
      throw new IllegalStateException("text can always be written as JSON", notPrintable);
    }
  }
}
