// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import com.google.protobuf.util.Durations;
import dev.fencepost.engine.internal.cluster.ClusterIdentity;
import dev.fencepost.engine.internal.history.HistoryService;
import dev.fencepost.engine.internal.matching.MatchingService;
import dev.fencepost.engine.internal.namespace.Namespaces;
import dev.fencepost.engine.internal.rpc.CallObserver;
import dev.fencepost.engine.internal.rpc.ServiceTable;
import dev.fencepost.spi.visibility.VisibilityStore;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.time.Duration;
import java.util.List;

/**
 * The services that clients and workers call.
 *
 * @param history the owner of any workflow, wherever it is
 * @param matching the owner of any task queue, wherever it is
 * @param namespaces the namespaces
 * @param visibility the workflows to list
 * @param cluster what the cluster agreed on
 * @param version the version of this program
 * @param backend the storage plugin
 * @param defaultRetention the retention of namespaces registered without one
 * @param maxMessageBytes the largest request
 */
public record Frontend(
    HistoryService history,
    MatchingService matching,
    Namespaces namespaces,
    VisibilityStore visibility,
    ClusterIdentity cluster,
    String version,
    String backend,
    Duration defaultRetention,
    int maxMessageBytes) {

  /** The services; what they don't serve yet answers UNIMPLEMENTED by name. */
  public List<ServerServiceDefinition> services(CallObserver observer) {
    NamespaceLookup lookup = new NamespaceLookup(namespaces);
    ServiceTable workflow =
        new ServiceTable(WorkflowServiceGrpc.getServiceDescriptor(), maxMessageBytes, observer);
    new SystemApi(cluster, version, backend).serveOn(workflow);
    new NamespaceApi(namespaces, Durations.fromMillis(defaultRetention.toMillis()))
        .serveOn(workflow);
    new WorkflowApi(history, lookup).serveOn(workflow);
    new WorkerApi(history, matching, lookup).serveOn(workflow);
    new ActivityApi(history, lookup).serveOn(workflow);
    new VisibilityApi(visibility, lookup).serveOn(workflow);
    ServiceTable operator =
        new ServiceTable(OperatorServiceGrpc.getServiceDescriptor(), maxMessageBytes, observer);
    new OperatorApi(namespaces, lookup).serveOn(operator);
    return List.of(
        ServerInterceptors.intercept(workflow.definition(), new ClientFeatures()),
        operator.definition());
  }
}
