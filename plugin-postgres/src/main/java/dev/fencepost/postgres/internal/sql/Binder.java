// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.sql;

import dev.fencepost.spi.Blob;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Sets a statement's parameters by their names, wherever they stand. */
public final class Binder {

  private final Sql sql;
  private final PreparedStatement statement;
  private final BoundSize size = new BoundSize();

  /** A binder for one execution. */
  public Binder(Sql sql, PreparedStatement statement) {
    this.sql = sql;
    this.statement = statement;
  }

  /** How much has been set so far. */
  public BoundSize size() {
    return size;
  }

  /** Whether the statement has a parameter. */
  public boolean takes(String name) {
    return sql.takes(name);
  }

  /** Sets a {@code smallint}. */
  public Binder smallint(String name, int value) throws SQLException {
    for (int position : sql.positions(name)) {
      statement.setShort(position, (short) value);
    }
    return this;
  }

  /** Sets an {@code integer}. */
  public Binder integer(String name, int value) throws SQLException {
    for (int position : sql.positions(name)) {
      statement.setInt(position, value);
    }
    return this;
  }

  /** Sets a {@code bigint}. */
  public Binder bigint(String name, long value) throws SQLException {
    for (int position : sql.positions(name)) {
      statement.setLong(position, value);
    }
    return this;
  }

  /** Sets a {@code text}. */
  public Binder text(String name, String value) throws SQLException {
    size.addText(value);
    for (int position : sql.positions(name)) {
      statement.setString(position, value);
    }
    return this;
  }

  /** Sets a {@code uuid}. */
  public Binder uuid(String name, UUID value) throws SQLException {
    for (int position : sql.positions(name)) {
      statement.setObject(position, value);
    }
    return this;
  }

  /** Sets a {@code timestamptz}. */
  public Binder time(String name, Instant value) throws SQLException {
    BinaryTime time = new BinaryTime(Times.toDatabase(value));
    for (int position : sql.positions(name)) {
      statement.setObject(position, time);
    }
    return this;
  }

  /** Sets a {@code bytea} and its encoding, which is the parameter {@code <name>_encoding}. */
  public Binder blob(String name, Blob value) throws SQLException {
    size.addBlob(value);
    for (int position : sql.positions(name)) {
      statement.setBytes(position, value.data());
    }
    return text(name + "_encoding", value.encoding());
  }

  /** Sets a {@code smallint[]}. */
  public Binder smallints(String name, Short[] values) throws SQLException {
    return array(name, "int2", values);
  }

  /** Sets an {@code integer[]}. */
  public Binder integers(String name, int[] values) throws SQLException {
    return array(name, "int4", values);
  }

  /** Sets a {@code bigint[]}. */
  public Binder bigints(String name, long[] values) throws SQLException {
    return array(name, "int8", values);
  }

  /** Sets a {@code text[]}. */
  public Binder texts(String name, String[] values) throws SQLException {
    for (String value : values) {
      size.addText(value);
    }
    return array(name, "text", values);
  }

  /** Sets a {@code uuid[]}. */
  public Binder uuids(String name, UUID[] values) throws SQLException {
    return array(name, "uuid", values);
  }

  /** Sets a {@code timestamptz[]}. */
  public Binder times(String name, List<Instant> values) throws SQLException {
    return array(name, "timestamptz", values.stream().map(Times::toDatabase).toArray());
  }

  /** Sets a {@code bytea[]} and the {@code text[]} of its encodings. */
  public Binder blobs(String name, List<Blob> values) throws SQLException {
    byte[][] data = new byte[values.size()][];
    String[] encodings = new String[values.size()];
    for (int index = 0; index < data.length; index++) {
      size.addRowWith(values.get(index));
      data[index] = values.get(index).data();
      encodings[index] = values.get(index).encoding();
    }
    return array(name, "bytea", data).texts(name + "_encoding", encodings);
  }

  private Binder array(String name, String type, Object values) throws SQLException {
    if (!sql.takes(name) && sql.positions(name).length == 0) {
      return this;
    }
    Array array =
        statement
            .getConnection()
            .unwrap(org.postgresql.PGConnection.class)
            .createArrayOf(type, values);
    for (int position : sql.positions(name)) {
      statement.setArray(position, array);
    }
    return this;
  }
}
