-- SPDX-License-Identifier: Apache-2.0
-- Tables that optimistic concurrency control needs, and one for what does not fit into a column.

-- The rows that fenced writes of a shard write or lock. A take-over replaces all of them. Writes in
-- flight of one owner use different stripes, so that they don't conflict with each other.
CREATE TABLE IF NOT EXISTS ${schema}.shard_fences (
  shard_id integer NOT NULL,
  stripe integer NOT NULL,
  range_id bigint NOT NULL,
  counter bigint NOT NULL,
  CONSTRAINT shard_fences_pkey PRIMARY KEY (shard_id, stripe)
);

-- The same for the lease of a task queue.
CREATE TABLE IF NOT EXISTS ${schema}.task_queue_fences (
  namespace_id uuid NOT NULL,
  name text NOT NULL,
  task_queue_type smallint NOT NULL,
  stripe integer NOT NULL,
  range_id bigint NOT NULL,
  counter bigint NOT NULL,
  CONSTRAINT task_queue_fences_pkey PRIMARY KEY (namespace_id, name, task_queue_type, stripe)
);

-- Attempts of writes that must not commit any more, because their outcome is being looked up.
CREATE TABLE IF NOT EXISTS ${schema}.void_attempts (
  attempt_id uuid NOT NULL,
  voided_at timestamp with time zone NOT NULL,
  CONSTRAINT void_attempts_pkey PRIMARY KEY (attempt_id)
);

-- Values too large for a column. The row that owns one holds its id instead of the value.
CREATE TABLE IF NOT EXISTS ${schema}.blob_chunks (
  blob_id uuid NOT NULL,
  position integer NOT NULL,
  data bytea NOT NULL,
  CONSTRAINT blob_chunks_pkey PRIMARY KEY (blob_id, position)
);
