// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import dev.fencepost.engine.internal.namespace.Namespaces;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.rpc.ServiceTable;
import dev.fencepost.engine.v1.NamespaceState;
import io.grpc.Status;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.operatorservice.v1.RemoveSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.RemoveSearchAttributesResponse;
import java.util.Map;
import java.util.TreeMap;

/** Adds, lists and removes the custom search attributes of namespaces. */
final class OperatorApi {

  private static final int MAX_ATTRIBUTES = 100;

  private static final Map<String, IndexedValueType> SYSTEM =
      Map.ofEntries(
          Map.entry("WorkflowId", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD),
          Map.entry("RunId", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD),
          Map.entry("WorkflowType", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD),
          Map.entry("ExecutionStatus", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD),
          Map.entry("TaskQueue", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD),
          Map.entry("StartTime", IndexedValueType.INDEXED_VALUE_TYPE_DATETIME),
          Map.entry("ExecutionTime", IndexedValueType.INDEXED_VALUE_TYPE_DATETIME),
          Map.entry("CloseTime", IndexedValueType.INDEXED_VALUE_TYPE_DATETIME),
          Map.entry("HistoryLength", IndexedValueType.INDEXED_VALUE_TYPE_INT),
          Map.entry("HistorySizeBytes", IndexedValueType.INDEXED_VALUE_TYPE_INT));

  private final Namespaces namespaces;
  private final NamespaceLookup lookup;

  OperatorApi(Namespaces namespaces, NamespaceLookup lookup) {
    this.namespaces = namespaces;
    this.lookup = lookup;
  }

  void serveOn(ServiceTable table) {
    table
        .serve(OperatorServiceGrpc.getAddSearchAttributesMethod(), this::add)
        .serve(OperatorServiceGrpc.getListSearchAttributesMethod(), this::list)
        .serve(OperatorServiceGrpc.getRemoveSearchAttributesMethod(), this::remove);
  }

  private AddSearchAttributesResponse add(AddSearchAttributesRequest request) {
    lookup.idOf(request.getNamespace());
    if (request.getSearchAttributesCount() == 0) {
      throw ServiceErrors.invalidArgument("search_attributes is missing");
    }
    Map<String, IndexedValueType> wanted = new TreeMap<>(request.getSearchAttributesMap());
    wanted.forEach(OperatorApi::check);
    namespaces.update(request.getNamespace(), state -> with(state, wanted));
    return AddSearchAttributesResponse.getDefaultInstance();
  }

  private ListSearchAttributesResponse list(ListSearchAttributesRequest request) {
    lookup.idOf(request.getNamespace());
    return ListSearchAttributesResponse.newBuilder()
        .putAllCustomAttributes(
            namespaces.load(request.getNamespace()).state().getSearchAttributesMap())
        .putAllSystemAttributes(SYSTEM)
        .build();
  }

  private RemoveSearchAttributesResponse remove(RemoveSearchAttributesRequest request) {
    lookup.idOf(request.getNamespace());
    if (request.getSearchAttributesCount() == 0) {
      throw ServiceErrors.invalidArgument("search_attributes is missing");
    }
    namespaces.update(
        request.getNamespace(),
        state -> {
          NamespaceState.Builder without = state.toBuilder();
          for (String name : request.getSearchAttributesList()) {
            if (!state.containsSearchAttributes(name)) {
              throw ServiceErrors.notFound(
                  "search attribute " + Requests.shown(name) + " does not exist");
            }
            without.removeSearchAttributes(name);
          }
          return without.build();
        });
    return RemoveSearchAttributesResponse.getDefaultInstance();
  }

  private static NamespaceState with(NamespaceState state, Map<String, IndexedValueType> wanted) {
    NamespaceState.Builder extended = state.toBuilder();
    wanted.forEach(
        (name, type) -> {
          IndexedValueType before = state.getSearchAttributesMap().get(name);
          if (before != null && before != type) {
            throw Status.ALREADY_EXISTS
                .withDescription(
                    "search attribute " + name + " exists with another type: " + before.name())
                .asRuntimeException();
          }
          extended.putSearchAttributes(name, type);
        });
    if (extended.getSearchAttributesCount() > MAX_ATTRIBUTES) {
      throw ServiceErrors.invalidArgument(
          "a namespace has at most " + MAX_ATTRIBUTES + " custom search attributes");
    }
    return extended.build();
  }

  private static void check(String name, IndexedValueType type) {
    Requests.requireName("search_attributes", name);
    if (SYSTEM.containsKey(name)) {
      throw ServiceErrors.invalidArgument("search attribute " + name + " is reserved");
    }
    switch (type) {
      case INDEXED_VALUE_TYPE_TEXT,
          INDEXED_VALUE_TYPE_KEYWORD,
          INDEXED_VALUE_TYPE_INT,
          INDEXED_VALUE_TYPE_DOUBLE,
          INDEXED_VALUE_TYPE_BOOL,
          INDEXED_VALUE_TYPE_DATETIME,
          INDEXED_VALUE_TYPE_KEYWORD_LIST -> {}
      case INDEXED_VALUE_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw ServiceErrors.invalidArgument(
              "search attribute " + Requests.shown(name) + " has no known type");
    }
  }
}
