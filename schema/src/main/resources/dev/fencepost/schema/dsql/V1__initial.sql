-- SPDX-License-Identifier: Apache-2.0
-- Every statement ends with a semicolon at the end of a line. ${schema} is replaced by the quoted
-- name of the schema the tables live in. Each statement is a transaction of its own, and running one
-- again does no harm, so that a migration that was interrupted can be done again from its start.

CREATE TABLE IF NOT EXISTS ${schema}.schema_migrations (
  version integer NOT NULL,
  description text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamp with time zone NOT NULL,
  CONSTRAINT schema_migrations_pkey PRIMARY KEY (version)
);

-- The token of a shard. Its state lives in a table of its own, so that storing the state never
-- conflicts with what concerns the token.
CREATE TABLE IF NOT EXISTS ${schema}.shards (
  shard_id integer NOT NULL,
  range_id bigint NOT NULL,
  owner text NOT NULL,
  acquire_request_id uuid,
  CONSTRAINT shards_pkey PRIMARY KEY (shard_id)
);

CREATE TABLE IF NOT EXISTS ${schema}.shard_states (
  shard_id integer NOT NULL,
  data bytea NOT NULL,
  data_encoding text NOT NULL,
  last_request_id uuid,
  CONSTRAINT shard_states_pkey PRIMARY KEY (shard_id)
);

-- The token a take-over has announced. Fenced writes read it plainly and stop.
CREATE TABLE IF NOT EXISTS ${schema}.shard_intents (
  shard_id integer NOT NULL,
  range_id bigint NOT NULL,
  CONSTRAINT shard_intents_pkey PRIMARY KEY (shard_id)
);

-- One row: the fence of the namespaces as a whole.
CREATE TABLE IF NOT EXISTS ${schema}.namespace_metadata (
  metadata_id integer NOT NULL,
  notification_version bigint NOT NULL,
  CONSTRAINT namespace_metadata_pkey PRIMARY KEY (metadata_id)
);

CREATE TABLE IF NOT EXISTS ${schema}.namespaces (
  namespace_id uuid NOT NULL,
  name text NOT NULL,
  notification_version bigint NOT NULL,
  data bytea NOT NULL,
  data_encoding text NOT NULL,
  create_request_id uuid NOT NULL,
  last_request_id uuid NOT NULL,
  CONSTRAINT namespaces_pkey PRIMARY KEY (namespace_id)
);

CREATE UNIQUE INDEX ASYNC IF NOT EXISTS namespaces_name_key ON ${schema}.namespaces (name);

CREATE TABLE IF NOT EXISTS ${schema}.executions (
  shard_id integer NOT NULL,
  namespace_id uuid NOT NULL,
  workflow_id text NOT NULL,
  run_id uuid NOT NULL,
  create_request_id text NOT NULL,
  state smallint NOT NULL,
  status smallint NOT NULL,
  start_time timestamp with time zone NOT NULL,
  last_write_version bigint NOT NULL,
  next_event_id bigint NOT NULL,
  data bytea NOT NULL,
  data_encoding text NOT NULL,
  db_record_version bigint NOT NULL,
  insert_request_id uuid NOT NULL,
  last_request_id uuid NOT NULL,
  CONSTRAINT executions_pkey PRIMARY KEY (shard_id, namespace_id, workflow_id, run_id)
);

CREATE TABLE IF NOT EXISTS ${schema}.current_executions (
  shard_id integer NOT NULL,
  namespace_id uuid NOT NULL,
  workflow_id text NOT NULL,
  run_id uuid NOT NULL,
  create_request_id text NOT NULL,
  state smallint NOT NULL,
  status smallint NOT NULL,
  start_time timestamp with time zone NOT NULL,
  last_write_version bigint NOT NULL,
  CONSTRAINT current_executions_pkey PRIMARY KEY (shard_id, namespace_id, workflow_id)
);

CREATE TABLE IF NOT EXISTS ${schema}.history_nodes (
  shard_id integer NOT NULL,
  tree_id uuid NOT NULL,
  branch_id uuid NOT NULL,
  node_id bigint NOT NULL,
  transaction_id bigint NOT NULL,
  previous_transaction_id bigint NOT NULL,
  data bytea NOT NULL,
  data_encoding text NOT NULL,
  CONSTRAINT history_nodes_pkey
    PRIMARY KEY (shard_id, tree_id, branch_id, node_id, transaction_id)
);

-- ancestors is a list of branch:from:to, separated by commas, oldest first.
CREATE TABLE IF NOT EXISTS ${schema}.history_branches (
  shard_id integer NOT NULL,
  tree_id uuid NOT NULL,
  branch_id uuid NOT NULL,
  ancestors text NOT NULL,
  information text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  create_request_id uuid NOT NULL,
  CONSTRAINT history_branches_pkey PRIMARY KEY (shard_id, tree_id, branch_id)
);

CREATE TABLE IF NOT EXISTS ${schema}.history_immediate_tasks (
  shard_id integer NOT NULL,
  category_id integer NOT NULL,
  task_id bigint NOT NULL,
  data bytea NOT NULL,
  data_encoding text NOT NULL,
  CONSTRAINT history_immediate_tasks_pkey PRIMARY KEY (shard_id, category_id, task_id)
);

CREATE TABLE IF NOT EXISTS ${schema}.history_scheduled_tasks (
  shard_id integer NOT NULL,
  category_id integer NOT NULL,
  fire_time timestamp with time zone NOT NULL,
  task_id bigint NOT NULL,
  data bytea NOT NULL,
  data_encoding text NOT NULL,
  CONSTRAINT history_scheduled_tasks_pkey
    PRIMARY KEY (shard_id, category_id, fire_time, task_id)
);

-- The lease of a task queue; state and announced token beside it, as for shards.
CREATE TABLE IF NOT EXISTS ${schema}.task_queues (
  namespace_id uuid NOT NULL,
  name text NOT NULL,
  task_queue_type smallint NOT NULL,
  range_id bigint NOT NULL,
  create_request_id uuid NOT NULL,
  acquire_request_id uuid,
  CONSTRAINT task_queues_pkey PRIMARY KEY (namespace_id, name, task_queue_type)
);

CREATE TABLE IF NOT EXISTS ${schema}.task_queue_states (
  namespace_id uuid NOT NULL,
  name text NOT NULL,
  task_queue_type smallint NOT NULL,
  data bytea NOT NULL,
  data_encoding text NOT NULL,
  last_request_id uuid NOT NULL,
  CONSTRAINT task_queue_states_pkey PRIMARY KEY (namespace_id, name, task_queue_type)
);

CREATE TABLE IF NOT EXISTS ${schema}.task_queue_intents (
  namespace_id uuid NOT NULL,
  name text NOT NULL,
  task_queue_type smallint NOT NULL,
  range_id bigint NOT NULL,
  CONSTRAINT task_queue_intents_pkey PRIMARY KEY (namespace_id, name, task_queue_type)
);

CREATE TABLE IF NOT EXISTS ${schema}.task_queue_tasks (
  namespace_id uuid NOT NULL,
  name text NOT NULL,
  task_queue_type smallint NOT NULL,
  task_id bigint NOT NULL,
  data bytea NOT NULL,
  data_encoding text NOT NULL,
  CONSTRAINT task_queue_tasks_pkey PRIMARY KEY (namespace_id, name, task_queue_type, task_id)
);

-- An open run has the close time 9999-12-31T23:59:59Z, so that one index serves the order of lists. It
-- is read backwards: keys have no order of their own here.
CREATE TABLE IF NOT EXISTS ${schema}.visibility (
  namespace_id uuid NOT NULL,
  run_id uuid NOT NULL,
  workflow_id text NOT NULL,
  workflow_type text NOT NULL,
  task_queue text NOT NULL,
  status smallint NOT NULL,
  start_time timestamp with time zone NOT NULL,
  execution_time timestamp with time zone NOT NULL,
  close_time timestamp with time zone NOT NULL,
  history_length bigint NOT NULL,
  history_bytes bigint NOT NULL,
  memo bytea NOT NULL,
  memo_encoding text NOT NULL,
  search_attributes jsonb NOT NULL,
  record_version bigint NOT NULL,
  CONSTRAINT visibility_pkey PRIMARY KEY (namespace_id, run_id)
);

CREATE INDEX ASYNC IF NOT EXISTS visibility_order_idx
  ON ${schema}.visibility (namespace_id, close_time, start_time, run_id);

CREATE INDEX ASYNC IF NOT EXISTS visibility_workflow_id_idx
  ON ${schema}.visibility (namespace_id, workflow_id, close_time, start_time, run_id);

CREATE INDEX ASYNC IF NOT EXISTS visibility_workflow_type_idx
  ON ${schema}.visibility (namespace_id, workflow_type, close_time, start_time, run_id);

CREATE TABLE IF NOT EXISTS ${schema}.cluster_metadata (
  cluster_name text NOT NULL,
  record_version bigint NOT NULL,
  data bytea NOT NULL,
  data_encoding text NOT NULL,
  last_request_id uuid NOT NULL,
  CONSTRAINT cluster_metadata_pkey PRIMARY KEY (cluster_name)
);

CREATE TABLE IF NOT EXISTS ${schema}.cluster_members (
  host_id uuid NOT NULL,
  role text NOT NULL,
  rpc_address text NOT NULL,
  session_start timestamp with time zone NOT NULL,
  last_heartbeat timestamp with time zone NOT NULL,
  expiry timestamp with time zone NOT NULL,
  CONSTRAINT cluster_members_pkey PRIMARY KEY (host_id)
);

INSERT INTO ${schema}.namespace_metadata (metadata_id, notification_version) VALUES (1, 1)
  ON CONFLICT (metadata_id) DO NOTHING;
