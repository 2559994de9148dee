// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.fencepost.engine.internal.namespace.NamespaceRecord;
import dev.fencepost.engine.internal.namespace.Namespaces;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.rpc.ServiceTable;
import dev.fencepost.engine.v1.NamespaceState;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.InvalidRequest;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.namespace.v1.UpdateNamespaceInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.ListNamespacesRequest;
import io.temporal.api.workflowservice.v1.ListNamespacesResponse;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceResponse;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.UUID;
import java.util.regex.Pattern;

/** Registers, describes, lists and changes namespaces. */
final class NamespaceApi {

  private static final int MAX_PAGE_SIZE = 1_000;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,254}");

  private final Namespaces namespaces;
  private final NamespaceDescriptions descriptions;
  private final Duration defaultRetention;

  NamespaceApi(Namespaces namespaces, Duration defaultRetention) {
    this.namespaces = namespaces;
    this.descriptions = new NamespaceDescriptions();
    this.defaultRetention = defaultRetention;
  }

  void serveOn(ServiceTable table) {
    table
        .serve(WorkflowServiceGrpc.getRegisterNamespaceMethod(), this::register)
        .serve(WorkflowServiceGrpc.getDescribeNamespaceMethod(), this::describe)
        .serve(WorkflowServiceGrpc.getListNamespacesMethod(), this::list)
        .serve(WorkflowServiceGrpc.getUpdateNamespaceMethod(), this::update);
  }

  private RegisterNamespaceResponse register(RegisterNamespaceRequest request) {
    String name = request.getNamespace();
    if (name.isEmpty()) {
      throw ServiceErrors.invalidArgument("namespace is missing");
    }
    if (!NAME.matcher(name).matches()) {
      throw ServiceErrors.invalidArgument(
          "namespace has 1 to 255 letters, digits, dots, dashes and underscores, the first a letter"
              + " or a digit, not '"
              + Requests.shown(name)
              + "'");
    }
    if (request.getIsGlobalNamespace()) {
      throw ServiceErrors.invalidArgument(
          "is_global_namespace is not supported: there is one cluster");
    }
    requireText("description", request.getDescription());
    requireText("owner_email", request.getOwnerEmail());
    Duration retention = request.getWorkflowExecutionRetentionPeriod();
    namespaces.register(
        name,
        NamespaceState.newBuilder()
            .setState(io.temporal.api.enums.v1.NamespaceState.NAMESPACE_STATE_REGISTERED)
            .setDescription(request.getDescription())
            .setOwnerEmail(request.getOwnerEmail())
            .setRetention(
                request.hasWorkflowExecutionRetentionPeriod()
                    ? checkedRetention("workflow_execution_retention_period", retention)
                    : defaultRetention)
            .putAllData(request.getDataMap())
            .build());
    return RegisterNamespaceResponse.getDefaultInstance();
  }

  private DescribeNamespaceResponse describe(DescribeNamespaceRequest request) {
    return descriptions.describe(find(request));
  }

  private NamespaceRecord find(DescribeNamespaceRequest request) {
    if (!request.getId().isEmpty()) {
      try {
        return namespaces.load(UUID.fromString(request.getId()));
      } catch (IllegalArgumentException notAnId) {
        throw ServiceErrors.invalidArgument(
            "id must be a UUID, not '" + Requests.shown(request.getId()) + "'");
      }
    }
    return namespaces.load(requireNamespace(request.getNamespace()));
  }

  private ListNamespacesResponse list(ListNamespacesRequest request) {
    PageRequest asked =
        PageTokens.request(request.getPageSize(), MAX_PAGE_SIZE, request.getNextPageToken());
    Page<NamespaceRecord> page;
    try {
      page = namespaces.list(asked.size(), asked.token());
    } catch (InvalidRequest invalid) {
      throw asked.token().isPresent() ? PageTokens.invalid() : invalid;
    }
    ListNamespacesResponse.Builder response = ListNamespacesResponse.newBuilder();
    page.items().stream().map(descriptions::describe).forEach(response::addNamespaces);
    page.next()
        .map(PageToken::value)
        .map(ByteString::copyFromUtf8)
        .ifPresent(response::setNextPageToken);
    return response.build();
  }

  private UpdateNamespaceResponse update(UpdateNamespaceRequest request) {
    String name = requireNamespace(request.getNamespace());
    if (request.getPromoteNamespace() || request.hasReplicationConfig()) {
      throw ServiceErrors.unimplemented("fencepost does not serve replication of namespaces yet");
    }
    requireText("update_info.description", request.getUpdateInfo().getDescription());
    requireText("update_info.owner_email", request.getUpdateInfo().getOwnerEmail());
    NamespaceConfig config = request.getConfig();
    if (config.hasWorkflowExecutionRetentionTtl()) {
      checkedRetention(
          "config.workflow_execution_retention_ttl", config.getWorkflowExecutionRetentionTtl());
    }
    return descriptions.updated(
        namespaces.update(name, state -> changed(state, request.getUpdateInfo(), config)));
  }

  private static NamespaceState changed(
      NamespaceState state, UpdateNamespaceInfo info, NamespaceConfig config) {
    NamespaceState.Builder changed = state.toBuilder().putAllData(info.getDataMap());
    if (!info.getDescription().isEmpty()) {
      changed.setDescription(info.getDescription());
    }
    if (!info.getOwnerEmail().isEmpty()) {
      changed.setOwnerEmail(info.getOwnerEmail());
    }
    if (config.hasWorkflowExecutionRetentionTtl()) {
      changed.setRetention(config.getWorkflowExecutionRetentionTtl());
    }
    return changed.build();
  }

  private static String requireNamespace(String name) {
    if (name.isEmpty()) {
      throw ServiceErrors.invalidArgument("namespace is missing");
    }
    if (!NAME.matcher(name).matches()) {
      throw ServiceErrors.namespaceNotFound(Requests.shown(name));
    }
    return name;
  }

  private static void requireText(String field, String text) {
    Requests.requireLength(field, text);
  }

  private static Duration checkedRetention(String field, Duration retention) {
    if (!Durations.isValid(retention)
        || Durations.compare(retention, Durations.fromSeconds(1)) < 0
        || Durations.compare(retention, Durations.fromDays(36_500)) > 0) {
      throw ServiceErrors.invalidArgument(field + " must be between 1s and 36500d");
    }
    return retention;
  }
}
