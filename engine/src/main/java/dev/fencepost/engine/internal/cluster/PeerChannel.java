// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.stub.AbstractBlockingStub;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The connection to one peer. */
final class PeerChannel {

  /** Bounds a call whose caller has no deadline. */
  private static final long PATIENCE_SECONDS = 90;

  private final ManagedChannel channel;

  PeerChannel(ManagedChannel channel) {
    this.channel = channel;
  }

  /** A stub for one call, with the deadline of the caller. */
  <T extends AbstractBlockingStub<T>> T prepare(Function<Channel, T> factory) {
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      // a peer that is started again is reached at once, not after the channel's own back-off
      channel.resetConnectBackoff();
    }
    T stub = factory.apply(channel);
    return Context.current().getDeadline() == null
        ? stub.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        : stub;
  }

  /** Cuts the connection; calls under way end with UNAVAILABLE. */
  void cut() {
    channel.shutdownNow();
  }
}
