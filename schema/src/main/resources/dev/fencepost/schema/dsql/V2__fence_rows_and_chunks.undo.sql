-- SPDX-License-Identifier: Apache-2.0
-- The way back from version 2: to version 1, which no release runs on Aurora DSQL. Values above a
-- column's limit are lost. Stop every server first, and afterwards delete the row of version 2 from
-- schema_migrations.

DROP TABLE IF EXISTS ${schema}.blob_chunks;
DROP TABLE IF EXISTS ${schema}.void_attempts;
DROP TABLE IF EXISTS ${schema}.task_queue_fences;
DROP TABLE IF EXISTS ${schema}.shard_fences;
