// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static org.jooq.impl.DSL.param;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.Param;
import org.jooq.impl.SQLDataType;

/** Parameters that many statements share, by the names they are bound with. */
final class Parameters {

  static final Param<Integer> SHARD_ID = param("shard_id", SQLDataType.INTEGER);
  static final Param<UUID> NAMESPACE_ID = param("namespace_id", SQLDataType.UUID);
  static final Param<String> WORKFLOW_ID = param("workflow_id", SQLDataType.CLOB);
  static final Param<UUID> RUN_ID = param("run_id", SQLDataType.UUID);
  static final Param<String> NAME = param("name", SQLDataType.CLOB);
  static final Param<Short> TASK_QUEUE_TYPE = param("task_queue_type", SQLDataType.SMALLINT);
  static final Param<Integer> CATEGORY_ID = param("category_id", SQLDataType.INTEGER);
  static final Param<byte[]> DATA = param("data", SQLDataType.BLOB);
  static final Param<String> DATA_ENCODING = param("data_encoding", SQLDataType.CLOB);
  static final Param<UUID> REQUEST_ID = param("request_id", SQLDataType.UUID);
  static final Param<Integer> LIMIT = param("limit", SQLDataType.INTEGER);

  private Parameters() {}

  static Param<Long> bigint(String name) {
    return param(name, SQLDataType.BIGINT);
  }

  static Param<Integer> integer(String name) {
    return param(name, SQLDataType.INTEGER);
  }

  static Param<Short> smallint(String name) {
    return param(name, SQLDataType.SMALLINT);
  }

  static Param<String> text(String name) {
    return param(name, SQLDataType.CLOB);
  }

  static Param<UUID> uuid(String name) {
    return param(name, SQLDataType.UUID);
  }

  static Param<byte[]> bytes(String name) {
    return param(name, SQLDataType.BLOB);
  }

  static Param<OffsetDateTime> time(String name) {
    return param(name, SQLDataType.TIMESTAMPWITHTIMEZONE);
  }

  static Param<Integer[]> integers(String name) {
    return param(name, SQLDataType.INTEGER.array());
  }

  static Param<Long[]> bigints(String name) {
    return param(name, SQLDataType.BIGINT.array());
  }

  static Param<String[]> texts(String name) {
    return param(name, SQLDataType.CLOB.array());
  }

  static Param<UUID[]> uuids(String name) {
    return param(name, SQLDataType.UUID.array());
  }

  static Param<byte[][]> byteArrays(String name) {
    return param(name, SQLDataType.BLOB.array());
  }

  static Param<OffsetDateTime[]> times(String name) {
    return param(name, SQLDataType.TIMESTAMPWITHTIMEZONE.array());
  }
}
