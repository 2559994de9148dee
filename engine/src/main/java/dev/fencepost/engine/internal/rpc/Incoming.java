// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request as it came in. One that is too large or no message is a value too: only then can it be
 * answered with the status clients know, instead of a broken stream.
 *
 * @param <Q> the type of the request
 */
sealed interface Incoming<Q> {

  /** A request that can be served. */
  record Request<Q>(Q message) implements Incoming<Q> {}

  /** A request that can't, and what to answer. */
  record Refused<Q>(Status status) implements Incoming<Q> {}

  /** Reads requests up to a size. */
  static <Q extends Message> Marshaller<Incoming<Q>> marshaller(Q prototype, int maxBytes) {
    return new Marshaller<>() {
      @Override
      public InputStream stream(Incoming<Q> value) {
        throw new UnsupportedOperationException("requests are read here, not written");
      }

      @Override
      public Incoming<Q> parse(InputStream stream) {
        return read(prototype, maxBytes, stream);
      }
    };
  }

  private static <Q extends Message> Incoming<Q> read(
      Q prototype, int maxBytes, InputStream stream) {
    try {
      if (stream instanceof KnownLength && stream.available() > maxBytes) {
        return new Refused<>(tooLarge(stream.available(), maxBytes));
      }
      byte[] bytes = stream.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        return new Refused<>(tooLarge(bytes.length + stream.skip(Long.MAX_VALUE), maxBytes));
      }
      return new Request<>(parse(prototype, bytes));
    } catch (InvalidProtocolBufferException notAMessage) {
      return new Refused<>(
          Status.INVALID_ARGUMENT.withDescription(
              "the request is not a "
                  + prototype.getDescriptorForType().getFullName()
                  + ": "
                  + notAMessage.getMessage()));
    } catch (IOException unreadable) {
      return new Refused<>(
          Status.INVALID_ARGUMENT.withDescription(
              "the request can't be read: " + unreadable.getMessage()));
    }
  }

  @SuppressWarnings("unchecked") // a message's own parser makes messages of its own type
  private static <Q extends Message> Q parse(Q prototype, byte[] bytes)
      throws InvalidProtocolBufferException {
    return ((Parser<Q>) (Parser<? extends MessageLite>) prototype.getParserForType())
        .parseFrom(bytes);
  }

  private static Status tooLarge(long bytes, int maxBytes) {
    return Status.RESOURCE_EXHAUSTED.withDescription(
        "grpc: received message larger than max (" + bytes + " vs. " + maxBytes + ")");
  }
}
