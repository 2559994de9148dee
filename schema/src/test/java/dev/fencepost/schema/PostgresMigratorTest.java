// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import java.util.List;

class PostgresMigratorTest extends MigratorContract {

  @Override
  SchemaDialect dialect() {
    return new PostgresSchemaDialect();
  }

  @Override
  List<Migration> migrations() {
    return Migrations.load(dialect());
  }
}
