// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.rpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The methods of a gRPC service that this process serves, each a function from request to answer.
 * What has no function answers UNIMPLEMENTED by name.
 */
public final class ServiceTable {

  private final ServiceDescriptor service;
  private final int maxRequestBytes;
  private final CallObserver observer;
  private final Map<String, ServerMethodDefinition<?, ?>> served = new LinkedHashMap<>();

  /**
   * A table without functions.
   *
   * @param service the service
   * @param maxRequestBytes the largest request
   * @param observer hears of every call
   */
  public ServiceTable(ServiceDescriptor service, int maxRequestBytes, CallObserver observer) {
    this.service = requireNonNull(service, "service is null");
    this.maxRequestBytes = maxRequestBytes;
    this.observer = requireNonNull(observer, "observer is null");
  }

  /**
   * Serves a method.
   *
   * @param method the method, of this service
   * @param handler from request to answer; blocks as long as it needs
   */
  public <Q extends Message, A extends Message> ServiceTable serve(
      MethodDescriptor<Q, A> method, Function<Q, A> handler) {
    served.put(method.getFullMethodName(), definition(method, handler));
    return this;
  }

  /** The service, every method of it. */
  public ServerServiceDefinition definition() {
    Collection<MethodDescriptor<?, ?>> methods = service.getMethods();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(service.getName())
            .setSchemaDescriptor(service.getSchemaDescriptor());
    Map<String, ServerMethodDefinition<?, ?>> all = new LinkedHashMap<>();
    for (MethodDescriptor<?, ?> method : methods) {
      ServerMethodDefinition<?, ?> definition = served.get(method.getFullMethodName());
      all.put(method.getFullMethodName(), definition == null ? notServed(method) : definition);
    }
    all.values().forEach(definition -> descriptor.addMethod(definition.getMethodDescriptor()));
    ServerServiceDefinition.Builder builder = ServerServiceDefinition.builder(descriptor.build());
    all.values().forEach(builder::addMethod);
    return builder.build();
  }

  private <Q, A> ServerMethodDefinition<?, ?> notServed(MethodDescriptor<Q, A> method) {
    String message = "fencepost does not serve " + method.getBareMethodName() + " yet";
    return ServerMethodDefinition.create(
        method,
        (call, headers) -> {
          call.close(Status.UNIMPLEMENTED.withDescription(message), new Metadata());
          return new ServerCall.Listener<>() {};
        });
  }

  private <Q extends Message, A extends Message> ServerMethodDefinition<Incoming<Q>, A> definition(
      MethodDescriptor<Q, A> method, Function<Q, A> handler) {
    Q prototype =
        requireNonNull(
            ((PrototypeMarshaller<Q>) method.getRequestMarshaller()).getMessagePrototype(),
            "the marshaller has no prototype");
    MethodDescriptor<Incoming<Q>, A> incoming =
        method.toBuilder(
                Incoming.marshaller(prototype, maxRequestBytes), method.getResponseMarshaller())
            .build();
    return ServerMethodDefinition.create(
        incoming, (call, headers) -> UnaryCall.start(call, handler, observer));
  }
}
