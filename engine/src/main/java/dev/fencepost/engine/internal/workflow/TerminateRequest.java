// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import io.temporal.api.common.v1.Link;
import io.temporal.api.common.v1.Payloads;
import java.util.List;

/**
 * A request to terminate the run.
 *
 * @param reason why
 * @param details more of it
 * @param identity who asks
 * @param links where it comes from
 */
public record TerminateRequest(String reason, Payloads details, String identity, List<Link> links) {

  /** Copies the links and checks that nothing is missing. */
  public TerminateRequest {
    requireNonNull(reason, "reason is null");
    requireNonNull(details, "details is null");
    requireNonNull(identity, "identity is null");
    links = List.copyOf(links);
  }
}
