// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import io.temporal.api.common.v1.Header;
import io.temporal.api.common.v1.Link;
import io.temporal.api.common.v1.Payloads;
import java.util.List;
import java.util.Optional;

/**
 * A signal.
 *
 * @param name its name
 * @param input its arguments
 * @param header its header
 * @param identity who sends it
 * @param requestId signals with the same id are one signal; empty for no deduplication
 * @param links where it comes from
 * @param origin the run that sends it, empty for a client
 */
public record SignalRequest(
    String name,
    Payloads input,
    Header header,
    String identity,
    String requestId,
    List<Link> links,
    Optional<ExternalOrigin> origin) {

  /** Copies the links and checks that nothing is missing. */
  public SignalRequest {
    requireNonNull(name, "name is null");
    requireNonNull(input, "input is null");
    requireNonNull(header, "header is null");
    requireNonNull(identity, "identity is null");
    requireNonNull(requestId, "requestId is null");
    links = List.copyOf(links);
    requireNonNull(origin, "origin is null");
  }
}
