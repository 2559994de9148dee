// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import dev.fencepost.spi.config.InvalidConfiguration;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Addresses to listen on, and what is wrong with them. */
final class Addresses {

  private Addresses() {}

  /** A socket address to listen on. */
  static InetSocketAddress listening(String host, int port, String key) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new InvalidConfiguration(
          "'" + key + "' is '" + host + "', which is no address of this host");
    }
    return address;
  }

  /** What to say when a port can't be used. */
  static RuntimeException failure(String host, int port, String key, IOException failure) {
    String reason = rootMessage(failure);
    if (reason.contains("Address already in use")) {
      return new EngineFailure(
          "port " + port + " on " + host + " is in use: set '" + key + "' to another one", failure);
    }
    if (reason.contains("Permission denied")) {
      return new EngineFailure(
          "port " + port + " needs more rights than this process has: set '" + key + "' above 1023",
          failure);
    }
    if (reason.contains("Cannot assign requested address")
        || reason.contains("Can't assign requested address")) {
      return new EngineFailure(
          host
              + " is no address of this host: set '"
              + key.replace(".port", ".host")
              + "' to one it has",
          failure);
    }
    return new EngineFailure("can't listen on " + hostAndPort(host, port) + ": " + reason, failure);
  }

  static String hostAndPort(String host, int port) {
    return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Whether an address ends with a port. */
  static boolean hasPort(String address) {
    int colon = address.lastIndexOf(':');
    return colon > 0
        && (address.indexOf(':') == colon || address.charAt(colon - 1) == ']')
        && address.substring(colon + 1).chars().allMatch(Character::isDigit)
        && colon + 1 < address.length();
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return String.valueOf(root.getMessage());
  }
}
