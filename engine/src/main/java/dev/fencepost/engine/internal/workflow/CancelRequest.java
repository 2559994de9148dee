// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import io.temporal.api.common.v1.Link;
import java.util.List;
import java.util.Optional;

/**
 * A request to cancel the run.
 *
 * @param cause why
 * @param identity who asks
 * @param requestId the id of the request
 * @param links where it comes from
 * @param origin the run that asks, empty for a client
 */
public record CancelRequest(
    String cause,
    String identity,
    String requestId,
    List<Link> links,
    Optional<ExternalOrigin> origin) {

  /** Copies the links and checks that nothing is missing. */
  public CancelRequest {
    requireNonNull(cause, "cause is null");
    requireNonNull(identity, "identity is null");
    requireNonNull(requestId, "requestId is null");
    links = List.copyOf(links);
    requireNonNull(origin, "origin is null");
  }
}
