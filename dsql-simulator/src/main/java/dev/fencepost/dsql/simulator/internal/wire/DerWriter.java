// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Values in ASN.1's distinguished encoding, as far as a certificate needs them. */
final class DerWriter {

  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;

  private DerWriter() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(SEQUENCE, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(SET, parts);
  }

  static byte[] integer(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  static byte[] text(String value) {
    return tagged(0x0c, value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] time(String value) {
    return tagged(0x18, value.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] truth() {
    return tagged(0x01, new byte[] {(byte) 0xff});
  }

  static byte[] octets(byte[] value) {
    return tagged(0x04, value);
  }

  static byte[] bits(byte[] value) {
    return tagged(0x03, new byte[] {0}, value);
  }

  /** An object identifier such as 2.5.4.3. */
  static byte[] identifier(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int arc = 2; arc < arcs.length; arc++) {
      int value = Integer.parseInt(arcs[arc]);
      int shift = 28;
      while (shift > 0 && (value >> shift) == 0) {
        shift -= 7;
      }
      while (shift > 0) {
        body.write(((value >> shift) & 0x7f) | 0x80);
        shift -= 7;
      }
      body.write(value & 0x7f);
    }
    return tagged(0x06, body.toByteArray());
  }

  static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.write(tag);
    int length = body.size();
    if (length < 0x80) {
      encoded.write(length);
    } else if (length < 0x100) {
      encoded.write(0x81);
      encoded.write(length);
    } else {
      encoded.write(0x82);
      encoded.write(length >> 8);
      encoded.write(length);
    }
    encoded.writeBytes(body.toByteArray());
    return encoded.toByteArray();
  }
}
