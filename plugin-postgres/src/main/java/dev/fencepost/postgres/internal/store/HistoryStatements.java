// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.postgres.internal.store.Parameters.LIMIT;
import static dev.fencepost.postgres.internal.store.Parameters.REQUEST_ID;
import static dev.fencepost.postgres.internal.store.Parameters.SHARD_ID;
import static dev.fencepost.postgres.internal.store.Parameters.bigint;
import static dev.fencepost.postgres.internal.store.Parameters.text;
import static dev.fencepost.postgres.internal.store.Parameters.uuid;
import static dev.fencepost.schema.generated.Tables.HISTORY_BRANCHES;
import static dev.fencepost.schema.generated.Tables.HISTORY_NODES;
import static dev.fencepost.schema.generated.Tables.SHARDS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.WriteQuery;
import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.strategy.Change;
import dev.fencepost.postgres.internal.strategy.FencedTable;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.schema.generated.tables.HistoryNodes;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The SQL of history. */
final class HistoryStatements {

  private static final Field<UUID> TREE_ID = uuid("tree_id");
  private static final Field<UUID> BRANCH_ID = uuid("branch_id");
  private static final Field<Long> AFTER_NODE_ID = bigint("after_node_id");
  private static final Field<Long> AFTER_TRANSACTION_ID = bigint("after_transaction_id");
  private static final Condition IS_BRANCH_NODE =
      HISTORY_NODES
          .SHARD_ID
          .eq(SHARD_ID)
          .and(HISTORY_NODES.TREE_ID.eq(TREE_ID))
          .and(HISTORY_NODES.BRANCH_ID.eq(BRANCH_ID));
  private static final Condition IS_IN_RANGE =
      IS_BRANCH_NODE
          .and(HISTORY_NODES.NODE_ID.ge(bigint("from_node_id")))
          .and(HISTORY_NODES.NODE_ID.lt(bigint("to_node_id")));
  private static final Condition IS_OLDER_OF_SAME_ID =
      HISTORY_NODES
          .NODE_ID
          .eq(AFTER_NODE_ID)
          .and(HISTORY_NODES.TRANSACTION_ID.lt(AFTER_TRANSACTION_ID));

  final WriteSql append;
  final Sql nodes;
  final Sql nodesReverse;
  final Sql links;
  final Sql linksReverse;
  final WriteSql fork;
  final WriteSql lockTree;
  final Sql tree;
  final Sql deleteBranchRow;
  final Sql deleteNodes;
  final WriteSql deleteGivenNodes;
  final Sql allBranches;
  final Sql nodesPresent;
  final Sql branchMark;

  HistoryStatements(LockStrategy strategy, SqlRenderer renderer) {
    this.append =
        renderer.render(
            fenced(strategy)
                .change(WriteParts.nodes(), Parameters.integer("node_count"))
                .change(WriteParts.branches())
                .query());
    this.nodes = renderer.render(forward(withData()));
    this.nodesReverse = renderer.render(reverse(withData()));
    this.links = renderer.render(forward(withoutData()));
    this.linksReverse = renderer.render(reverse(withoutData()));
    this.fork = renderer.render(fork(fenced(strategy)));
    this.lockTree = renderer.render(lockTree(fenced(strategy)));
    this.tree =
        renderer.render(
            branchRows()
                .where(HISTORY_BRANCHES.SHARD_ID.eq(SHARD_ID))
                .and(HISTORY_BRANCHES.TREE_ID.eq(TREE_ID))
                .orderBy(HISTORY_BRANCHES.BRANCH_ID));
    this.deleteBranchRow = renderer.render(deleteFrom(HISTORY_BRANCHES).where(isBranch()));
    this.deleteNodes = renderer.render(deleteNodes());
    this.deleteGivenNodes = renderer.render(deleteGivenNodes(fenced(strategy)));
    this.allBranches =
        renderer.render(
            branchRows()
                .where(
                    row(
                            HISTORY_BRANCHES.SHARD_ID,
                            HISTORY_BRANCHES.TREE_ID,
                            HISTORY_BRANCHES.BRANCH_ID)
                        .gt(SHARD_ID, TREE_ID, BRANCH_ID))
                .orderBy(
                    HISTORY_BRANCHES.SHARD_ID, HISTORY_BRANCHES.TREE_ID, HISTORY_BRANCHES.BRANCH_ID)
                .limit(LIMIT));
    this.nodesPresent = renderer.render(nodesPresent());
    this.branchMark =
        renderer.render(
            select(SHARDS.RANGE_ID, HISTORY_BRANCHES.CREATE_REQUEST_ID)
                .from(SHARDS)
                .leftJoin(HISTORY_BRANCHES)
                .on(isBranch())
                .where(SHARDS.SHARD_ID.eq(SHARD_ID)));
  }

  private static WriteBuilder fenced(LockStrategy strategy) {
    return WriteBuilder.fenced(strategy, FencedTable.SHARD);
  }

  private static Condition isBranch() {
    return HISTORY_BRANCHES
        .SHARD_ID
        .eq(SHARD_ID)
        .and(HISTORY_BRANCHES.TREE_ID.eq(TREE_ID))
        .and(HISTORY_BRANCHES.BRANCH_ID.eq(BRANCH_ID));
  }

  private static SelectJoinStep<?> withData() {
    return select(
            HISTORY_NODES.NODE_ID,
            HISTORY_NODES.TRANSACTION_ID,
            HISTORY_NODES.PREVIOUS_TRANSACTION_ID,
            HISTORY_NODES.DATA,
            HISTORY_NODES.DATA_ENCODING)
        .from(HISTORY_NODES);
  }

  private static SelectJoinStep<?> withoutData() {
    return select(
            HISTORY_NODES.NODE_ID,
            HISTORY_NODES.TRANSACTION_ID,
            HISTORY_NODES.PREVIOUS_TRANSACTION_ID)
        .from(HISTORY_NODES);
  }

  private static SelectJoinStep<?> branchRows() {
    return select(
            HISTORY_BRANCHES.SHARD_ID,
            HISTORY_BRANCHES.TREE_ID,
            HISTORY_BRANCHES.BRANCH_ID,
            HISTORY_BRANCHES.ANCESTORS,
            HISTORY_BRANCHES.INFORMATION,
            HISTORY_BRANCHES.CREATED_AT)
        .from(HISTORY_BRANCHES);
  }

  private static Query forward(SelectJoinStep<?> selected) {
    return selected
        .where(IS_IN_RANGE)
        .and(HISTORY_NODES.NODE_ID.gt(AFTER_NODE_ID).or(IS_OLDER_OF_SAME_ID))
        .orderBy(HISTORY_NODES.NODE_ID, HISTORY_NODES.TRANSACTION_ID.desc())
        .limit(LIMIT);
  }

  private static Query reverse(SelectJoinStep<?> selected) {
    return selected
        .where(IS_IN_RANGE)
        .and(HISTORY_NODES.NODE_ID.lt(AFTER_NODE_ID).or(IS_OLDER_OF_SAME_ID))
        .orderBy(HISTORY_NODES.NODE_ID.desc(), HISTORY_NODES.TRANSACTION_ID.desc())
        .limit(LIMIT);
  }

  /**
   * The source's row, if there is one, is locked against a deletion of the source, which would not
   * see the new branch yet and take the shared nodes with it.
   */
  private static WriteQuery fork(WriteBuilder write) {
    Condition isSource =
        HISTORY_BRANCHES
            .SHARD_ID
            .eq(SHARD_ID)
            .and(HISTORY_BRANCHES.TREE_ID.eq(TREE_ID))
            .and(HISTORY_BRANCHES.BRANCH_ID.eq(uuid("source_branch_id")));
    CommonTableExpression<?> source =
        name("source")
            .as(
                write
                    .strategy()
                    .kept(
                        select(HISTORY_BRANCHES.BRANCH_ID)
                            .from(HISTORY_BRANCHES)
                            .where(isSource)
                            .and(write.holds())));
    Condition sourceStands =
        exists(selectOne().from(source))
            .or(notExists(selectOne().from(HISTORY_BRANCHES).where(isSource)));
    Change created =
        new Change(
            "created",
            ok ->
                insertInto(
                        HISTORY_BRANCHES,
                        HISTORY_BRANCHES.SHARD_ID,
                        HISTORY_BRANCHES.TREE_ID,
                        HISTORY_BRANCHES.BRANCH_ID,
                        HISTORY_BRANCHES.ANCESTORS,
                        HISTORY_BRANCHES.INFORMATION,
                        HISTORY_BRANCHES.CREATED_AT,
                        HISTORY_BRANCHES.CREATE_REQUEST_ID)
                    .select(
                        select(
                                SHARD_ID,
                                TREE_ID,
                                BRANCH_ID,
                                text("ancestors"),
                                text("information"),
                                currentOffsetDateTime(),
                                REQUEST_ID)
                            .where(ok))
                    .onConflictDoNothing()
                    .returning(HISTORY_BRANCHES.BRANCH_ID));
    return write
        .lock(source)
        .require(sourceStands)
        .answer(field(RowChecks.ok()).as("source_stands"))
        .report(created)
        .query();
  }

  /** Locks all branches of a tree, so that its deletions and forks happen one after the other. */
  private static WriteQuery lockTree(WriteBuilder write) {
    SelectConditionStep<? extends Record> rows =
        select(HISTORY_BRANCHES.BRANCH_ID)
            .from(HISTORY_BRANCHES)
            .where(HISTORY_BRANCHES.SHARD_ID.eq(SHARD_ID))
            .and(HISTORY_BRANCHES.TREE_ID.eq(TREE_ID))
            .and(write.holds());
    CommonTableExpression<?> locked =
        name("locked").as(rows.orderBy(HISTORY_BRANCHES.BRANCH_ID).forUpdate());
    return write.lock(locked).answer(RowChecks.written(locked).as("locked_branches")).query();
  }

  private static Table<?> givenNodes() {
    return table(
            "unnest({0}, {1})",
            Parameters.bigints("node_ids"), Parameters.bigints("node_transaction_ids"))
        .as("given", "node_id", "transaction_id");
  }

  private static Condition isGiven() {
    return HISTORY_NODES
        .NODE_ID
        .eq(field(name("given", "node_id"), SQLDataType.BIGINT))
        .and(
            HISTORY_NODES.TRANSACTION_ID.eq(
                field(name("given", "transaction_id"), SQLDataType.BIGINT)));
  }

  private static WriteQuery deleteGivenNodes(WriteBuilder write) {
    Change deleted =
        new Change(
            "deleted",
            ok ->
                deleteFrom(HISTORY_NODES)
                    .using(givenNodes())
                    .where(IS_BRANCH_NODE)
                    .and(isGiven())
                    .and(ok)
                    .returning(HISTORY_NODES.NODE_ID));
    return write.report(deleted).query();
  }

  /** The last nodes of a range, no more than the limit. */
  private static Query deleteNodes() {
    HistoryNodes last = HISTORY_NODES.as("last");
    Table<?> chosen =
        select(last.NODE_ID, last.TRANSACTION_ID)
            .from(last)
            .where(last.SHARD_ID.eq(SHARD_ID))
            .and(last.TREE_ID.eq(TREE_ID))
            .and(last.BRANCH_ID.eq(BRANCH_ID))
            .and(last.NODE_ID.ge(bigint("from_node_id")))
            .and(last.NODE_ID.lt(bigint("to_node_id")))
            .orderBy(last.NODE_ID.desc(), last.TRANSACTION_ID.desc())
            .limit(LIMIT)
            .asTable("chosen");
    return deleteFrom(HISTORY_NODES)
        .using(chosen)
        .where(IS_BRANCH_NODE)
        .and(HISTORY_NODES.NODE_ID.eq(field(name("chosen", "node_id"), SQLDataType.BIGINT)))
        .and(
            HISTORY_NODES.TRANSACTION_ID.eq(
                field(name("chosen", "transaction_id"), SQLDataType.BIGINT)));
  }

  /** How many of the given nodes are stored exactly as given, and who owns the shard. */
  private static Query nodesPresent() {
    Table<?> given =
        table(
                "unnest({0}, {1}, {2}, {3}, {4}, {5}, {6})",
                Parameters.uuids("node_tree_ids"),
                Parameters.uuids("node_branch_ids"),
                Parameters.bigints("node_ids"),
                Parameters.bigints("node_transaction_ids"),
                Parameters.bigints("node_previous_transaction_ids"),
                Parameters.byteArrays("node_data"),
                Parameters.texts("node_data_encoding"))
            .as(
                "given",
                "tree_id",
                "branch_id",
                "node_id",
                "transaction_id",
                "previous_transaction_id",
                "data",
                "data_encoding");
    SelectField<Integer> present =
        field(
                selectCount()
                    .from(given)
                    .join(HISTORY_NODES)
                    .on(HISTORY_NODES.SHARD_ID.eq(SHARD_ID))
                    .and(
                        HISTORY_NODES.TREE_ID.eq(field(name("given", "tree_id"), SQLDataType.UUID)))
                    .and(
                        HISTORY_NODES.BRANCH_ID.eq(
                            field(name("given", "branch_id"), SQLDataType.UUID)))
                    .and(isGiven())
                    .and(
                        HISTORY_NODES.PREVIOUS_TRANSACTION_ID.eq(
                            field(name("given", "previous_transaction_id"), SQLDataType.BIGINT)))
                    .and(HISTORY_NODES.DATA.eq(field(name("given", "data"), SQLDataType.BLOB))))
            .as("present");
    return select(SHARDS.RANGE_ID, present).from(SHARDS).where(SHARDS.SHARD_ID.eq(SHARD_ID));
  }
}
