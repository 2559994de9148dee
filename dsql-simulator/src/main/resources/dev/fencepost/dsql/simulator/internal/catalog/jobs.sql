-- SPDX-License-Identifier: Apache-2.0
-- The service's asynchronous jobs: a job waits until somebody waits for it, or for its time.

CREATE SCHEMA IF NOT EXISTS sys;
GRANT USAGE ON SCHEMA sys, simulator TO PUBLIC;

CREATE TABLE simulator.jobs (
  job_id text PRIMARY KEY,
  status text NOT NULL,
  details text,
  job_type text NOT NULL,
  class_id oid,
  object_id oid,
  relation_name text,
  constraint_name text,
  start_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  update_time timestamptz
);

-- One row: how long a job takes that nobody waits for.
CREATE TABLE simulator.job_time (
  job_time interval NOT NULL
);
INSERT INTO simulator.job_time VALUES ('1 second');

CREATE FUNCTION sys.uuid_to_base32_str(value uuid) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  letters constant text := 'abcdefghijklmnopqrstuvwxyz234567';
  bits constant varbit := ('x' || replace(value::text, '-', ''))::bit(128) || B'00';
  answer text := '';
BEGIN
  FOR place IN 0..25 LOOP
    answer := answer || substr(letters, substring(bits FROM place * 5 + 1 FOR 5)::bit(5)::int + 1, 1);
  END LOOP;
  RETURN answer;
END $$;

CREATE FUNCTION sys.base32_str_to_uuid(value text) RETURNS uuid
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  letters constant text := 'abcdefghijklmnopqrstuvwxyz234567';
  bits varbit := B'';
  hex text := '';
BEGIN
  IF value !~ '^[a-z2-7]{26}$' THEN
    RAISE EXCEPTION USING ERRCODE = '22P02', MESSAGE = 'Unable to convert text to UUID';
  END IF;
  FOR place IN 1..26 LOOP
    bits := bits || (strpos(letters, substr(value, place, 1)) - 1)::bit(5);
  END LOOP;
  FOR place IN 0..31 LOOP
    hex := hex || to_hex(substring(bits FROM place * 4 + 1 FOR 4)::bit(4)::int);
  END LOOP;
  RETURN hex::uuid;
END $$;

CREATE FUNCTION simulator.submit_job(
  type text, class oid, object oid, relation text, constraint_of_it text, failure text)
RETURNS text LANGUAGE sql SECURITY DEFINER AS $$
  INSERT INTO simulator.jobs
    (job_id, status, details, job_type, class_id, object_id, relation_name, constraint_name)
  VALUES
    (sys.uuid_to_base32_str(gen_random_uuid()), 'submitted', failure, type, class, object, relation,
     constraint_of_it)
  RETURNING job_id
$$;

CREATE FUNCTION simulator.set_index_valid(index_id oid, is_valid boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER AS $$
  UPDATE pg_catalog.pg_index SET indisvalid = is_valid WHERE indexrelid = index_id
$$;

-- Lets an index refuse duplicates from now on, whatever is in it already.
CREATE FUNCTION simulator.set_index_unique(index_id oid) RETURNS void
LANGUAGE sql SECURITY DEFINER AS $$
  UPDATE pg_catalog.pg_index SET indisunique = true, indimmediate = true
  WHERE indexrelid = index_id
$$;

-- Does what a job is for. Whoever comes second finds it done.
CREATE FUNCTION simulator.finish_job(id text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  job simulator.jobs;
  failure text;
BEGIN
  SELECT * INTO job FROM simulator.jobs j WHERE j.job_id = id AND j.status = 'submitted' FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  failure := job.details;
  IF job.job_type <> 'DROP' AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = job.object_id) THEN
    UPDATE simulator.jobs j
    SET status = 'completed', update_time = clock_timestamp(),
      details = 'relation "' || job.relation_name || '" does not exist'
    WHERE j.job_id = id;
    RETURN;
  END IF;
  IF job.job_type = 'INDEX_BUILD' AND failure IS NULL THEN
    PERFORM simulator.set_index_valid(job.object_id, true);
  ELSIF job.job_type = 'VALIDATE_CONSTRAINT' THEN
    BEGIN
      EXECUTE format(
        'ALTER TABLE %s VALIDATE CONSTRAINT %I', job.object_id::regclass, job.constraint_name);
    EXCEPTION WHEN integrity_constraint_violation THEN
      failure := SQLERRM;
    END;
  END IF;
  UPDATE simulator.jobs j
  SET status = CASE WHEN failure IS NULL THEN 'completed' ELSE 'failed' END, details = failure,
    update_time = clock_timestamp()
  WHERE j.job_id = id;
END $$;

-- Finishes the jobs nobody waited for in their time, and forgets those of half an hour ago.
CREATE FUNCTION simulator.finish_due_jobs() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  due text;
BEGIN
  FOR due IN
    SELECT job_id FROM simulator.jobs
    WHERE status = 'submitted' AND start_time < clock_timestamp() - (SELECT job_time FROM simulator.job_time)
  LOOP
    PERFORM simulator.finish_job(due);
  END LOOP;
  DELETE FROM simulator.jobs
  WHERE status <> 'submitted' AND update_time < clock_timestamp() - interval '30 minutes';
EXCEPTION WHEN serialization_failure OR read_only_sql_transaction THEN
  NULL;
END $$;

CREATE FUNCTION simulator.visible_jobs() RETURNS SETOF simulator.jobs
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM simulator.finish_due_jobs();
  RETURN QUERY SELECT * FROM simulator.jobs;
END $$;

CREATE VIEW sys.jobs AS
SELECT
  j.job_id,
  CASE
    WHEN j.status = 'submitted' AND clock_timestamp() > j.start_time + interval '0.3 second'
    THEN 'processing'
    ELSE j.status
  END AS status,
  CASE WHEN j.status <> 'submitted' THEN j.details END AS details,
  j.job_type,
  j.class_id,
  j.object_id,
  (SELECT n.nspname || '.' || c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = j.object_id) AS object_name,
  j.start_time,
  j.update_time
FROM simulator.visible_jobs() j;
GRANT SELECT ON sys.jobs TO PUBLIC;

CREATE FUNCTION simulator.job_succeeded(id text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER AS $$
  SELECT status = 'completed' FROM simulator.jobs WHERE job_id = id
$$;

CREATE PROCEDURE sys.wait_for_job(job_id text, INOUT succeeded boolean DEFAULT NULL)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM sys.base32_str_to_uuid(job_id);
  BEGIN
    PERFORM simulator.finish_job(job_id);
  EXCEPTION WHEN serialization_failure THEN
    NULL;
  END;
  -- Somebody else may have finished it meanwhile: look with a new snapshot.
  COMMIT;
  succeeded := coalesce(simulator.job_succeeded(job_id), false);
END $$;
