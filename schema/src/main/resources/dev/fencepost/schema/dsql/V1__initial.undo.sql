-- SPDX-License-Identifier: Apache-2.0
-- The way back from version 1: to no schema. All data is lost. It is what `schema drop` runs.

DROP TABLE IF EXISTS ${schema}.cluster_members;
DROP TABLE IF EXISTS ${schema}.cluster_metadata;
DROP TABLE IF EXISTS ${schema}.visibility;
DROP TABLE IF EXISTS ${schema}.task_queue_tasks;
DROP TABLE IF EXISTS ${schema}.task_queue_intents;
DROP TABLE IF EXISTS ${schema}.task_queue_states;
DROP TABLE IF EXISTS ${schema}.task_queues;
DROP TABLE IF EXISTS ${schema}.history_scheduled_tasks;
DROP TABLE IF EXISTS ${schema}.history_immediate_tasks;
DROP TABLE IF EXISTS ${schema}.history_branches;
DROP TABLE IF EXISTS ${schema}.history_nodes;
DROP TABLE IF EXISTS ${schema}.current_executions;
DROP TABLE IF EXISTS ${schema}.executions;
DROP TABLE IF EXISTS ${schema}.namespaces;
DROP TABLE IF EXISTS ${schema}.namespace_metadata;
DROP TABLE IF EXISTS ${schema}.shard_intents;
DROP TABLE IF EXISTS ${schema}.shard_states;
DROP TABLE IF EXISTS ${schema}.shards;
DROP TABLE IF EXISTS ${schema}.schema_migrations;
