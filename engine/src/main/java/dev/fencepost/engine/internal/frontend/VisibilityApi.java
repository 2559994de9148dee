// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import com.google.protobuf.ByteString;
import dev.fencepost.engine.internal.frontend.query.InvalidQuery;
import dev.fencepost.engine.internal.frontend.query.StatusNames;
import dev.fencepost.engine.internal.frontend.query.VisibilityQuery;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.rpc.ServiceTable;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.visibility.VisibilityFilter;
import dev.fencepost.spi.visibility.VisibilityRecord;
import dev.fencepost.spi.visibility.VisibilityStore;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse.AggregationGroup;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Lists and counts workflows. */
final class VisibilityApi {

  private static final int MAX_PAGE_SIZE = 1_000;
  private static final int MAX_QUERY_LENGTH = 20_000;

  private final VisibilityStore store;
  private final NamespaceLookup namespaces;

  VisibilityApi(VisibilityStore store, NamespaceLookup namespaces) {
    this.store = store;
    this.namespaces = namespaces;
  }

  void serveOn(ServiceTable table) {
    table
        .serve(WorkflowServiceGrpc.getListWorkflowExecutionsMethod(), this::list)
        .serve(WorkflowServiceGrpc.getCountWorkflowExecutionsMethod(), this::count);
  }

  private ListWorkflowExecutionsResponse list(ListWorkflowExecutionsRequest request) {
    VisibilityQuery query = parse(request.getNamespace(), request.getQuery());
    if (query.grouping() != VisibilityQuery.Grouping.NONE) {
      throw ServiceErrors.invalidArgument("query: GROUP BY is for counting, not for lists");
    }
    ListWorkflowExecutionsResponse.Builder response = ListWorkflowExecutionsResponse.newBuilder();
    Optional<VisibilityFilter> filter = query.filter();
    if (filter.isEmpty()) {
      return response.build();
    }
    Page<VisibilityRecord> page =
        list(
            filter.get(),
            PageTokens.request(request.getPageSize(), MAX_PAGE_SIZE, request.getNextPageToken()));
    page.items().stream().map(WorkflowInfos::of).forEach(response::addExecutions);
    page.next()
        .map(PageToken::value)
        .map(ByteString::copyFromUtf8)
        .ifPresent(response::setNextPageToken);
    return response.build();
  }

  private Page<VisibilityRecord> list(VisibilityFilter filter, PageRequest page) {
    try {
      return store.list(filter, page);
    } catch (InvalidRequest invalid) {
      throw page.token().isPresent() ? PageTokens.invalid() : invalid;
    }
  }

  private CountWorkflowExecutionsResponse count(CountWorkflowExecutionsRequest request) {
    VisibilityQuery query = parse(request.getNamespace(), request.getQuery());
    CountWorkflowExecutionsResponse.Builder response = CountWorkflowExecutionsResponse.newBuilder();
    query
        .filter()
        .ifPresent(
            filter -> {
              switch (query.grouping()) {
                case NONE -> response.setCount(store.count(filter));
                case EXECUTION_STATUS -> addGroups(filter, response);
              }
            });
    return response.build();
  }

  private void addGroups(
      VisibilityFilter filter, CountWorkflowExecutionsResponse.Builder response) {
    Map<String, Long> groups = new TreeMap<>();
    store
        .countByStatus(filter)
        .forEach((status, count) -> groups.put(StatusNames.name(status), count));
    groups.forEach(
        (name, count) ->
            response.addGroups(
                AggregationGroup.newBuilder()
                    .addGroupValues(SearchAttributePayloads.keyword(name))
                    .setCount(count)));
    response.setCount(groups.values().stream().mapToLong(Long::longValue).sum());
  }

  private VisibilityQuery parse(String namespace, String query) {
    UUID namespaceId = UUID.fromString(namespaces.idOf(namespace));
    if (query.length() > MAX_QUERY_LENGTH) {
      throw ServiceErrors.invalidArgument(
          "query has at most " + MAX_QUERY_LENGTH + " characters, not " + query.length());
    }
    try {
      return VisibilityQuery.parse(namespaceId, query);
    } catch (InvalidQuery invalid) {
      throw ServiceErrors.invalidArgument(String.valueOf(invalid.getMessage()));
    }
  }
}
