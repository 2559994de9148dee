// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.metrics;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How the process does.
 *
 * @param status whether it serves
 * @param shardsHeld how many shards it owns now
 * @param shards how many shards the cluster has
 * @param members the addresses of the live processes
 */
public record Health(Status status, int shardsHeld, int shards, List<String> members) {

  /** Copies the list. */
  public Health {
    requireNonNull(status, "status is null");
    members = List.copyOf(members);
  }

  /** Whether a process serves. */
  public enum Status {
    /** It serves. */
    SERVING,
    /** It stops and takes no new calls. */
    DRAINING,
    /** It could not tell the database in time that it is alive. */
    NO_HEARTBEAT
  }

  String toJson() {
    StringBuilder names = new StringBuilder();
    for (String member : members) {
      names.append(names.isEmpty() ? "" : ",").append('"').append(member).append('"');
    }
    return "{\"status\":\""
        + status
        + "\",\"shardsHeld\":"
        + shardsHeld
        + ",\"shards\":"
        + shards
        + ",\"members\":["
        + names
        + "]}\n";
  }

  int httpStatus() {
    return switch (status) {
      case SERVING -> 200;
      case DRAINING, NO_HEARTBEAT -> 503;
    };
  }
}
