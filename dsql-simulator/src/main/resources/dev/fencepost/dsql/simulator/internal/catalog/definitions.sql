-- SPDX-License-Identifier: Apache-2.0
-- What definitions of the service need to know of the catalog.

CREATE FUNCTION simulator.type_name(type oid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format_type(type, NULL)
$$;

-- Refuses columns that no key may have.
CREATE FUNCTION simulator.check_key(table_id oid, columns text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  key_column record;
  bytes bigint := 0;
BEGIN
  FOR key_column IN
    SELECT atttypid, atttypmod, attlen
    FROM unnest(columns) AS named (name) JOIN pg_attribute ON attrelid = table_id AND attname = name
    WHERE NOT attisdropped
  LOOP
    IF key_column.atttypid IN
      ('timetz'::regtype, 'interval'::regtype, 'bytea'::regtype, 'json'::regtype, 'jsonb'::regtype)
    THEN
      RAISE EXCEPTION USING ERRCODE = '0A000',
        MESSAGE = format('datatype %s is not supported in a key',
          simulator.type_name(key_column.atttypid));
    END IF;
    IF key_column.atttypid IN ('varchar'::regtype, 'bpchar'::regtype)
      AND key_column.atttypmod > 4
    THEN
      bytes := bytes + key_column.atttypmod - 4;
    ELSE
      bytes := bytes + greatest(key_column.attlen, 0);
    END IF;
  END LOOP;
  IF bytes > 2000 THEN
    RAISE EXCEPTION USING ERRCODE = '54000',
      MESSAGE = 'key size greater than 2000 bytes not supported';
  END IF;
END $$;

-- Makes an index that is not valid yet, and the job that will make it so. Where a unique index finds
-- duplicates the job fails, and an index remains that never becomes valid.
CREATE FUNCTION simulator.create_index(
  create_sql text, plain_sql text, table_name text, index_name text, columns text[])
RETURNS TABLE (job_id text) LANGUAGE plpgsql AS $$
DECLARE
  table_id oid := to_regclass(table_name);
  before oid[] := ARRAY(SELECT indexrelid FROM pg_index WHERE indrelid = table_id);
  index_id oid;
  failure text;
BEGIN
  PERFORM simulator.check_key(table_id, columns);
  BEGIN
    EXECUTE create_sql;
  EXCEPTION WHEN unique_violation THEN
    EXECUTE plain_sql;
    failure := 'found duplicate key(s) while validating index uniqueness';
  END;
  SELECT indexrelid INTO index_id
  FROM pg_index WHERE indrelid = table_id AND indexrelid <> ALL (before);
  IF index_id IS NULL THEN
    index_id := to_regclass(quote_ident(index_name));
  ELSE
    PERFORM simulator.set_index_valid(index_id, false);
    IF failure IS NOT NULL THEN
      PERFORM simulator.set_index_unique(index_id);
    END IF;
  END IF;
  RETURN QUERY SELECT simulator.submit_job('INDEX_BUILD', 'pg_class'::regclass, index_id,
    (SELECT n.nspname || '.' || c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = index_id),
    NULL, failure);
END $$;

CREATE FUNCTION simulator.validate_constraint(table_name text, constraint_to_validate text)
RETURNS TABLE (job_id text) LANGUAGE plpgsql AS $$
DECLARE
  table_id oid := table_name::regclass;
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint c
    WHERE c.conrelid = table_id AND c.conname = constraint_to_validate)
  THEN
    RAISE EXCEPTION USING ERRCODE = '42704',
      MESSAGE = format('constraint "%s" of relation "%s" does not exist', constraint_to_validate,
        (SELECT c.relname FROM pg_class c WHERE c.oid = table_id));
  END IF;
  RETURN QUERY SELECT simulator.submit_job('VALIDATE_CONSTRAINT', 'pg_class'::regclass, table_id,
    table_name, constraint_to_validate, NULL);
END $$;

CREATE PROCEDURE simulator.check_drop_column(table_name text, column_name text)
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = to_regclass(table_name) AND i.indisprimary AND a.attname = column_name)
  THEN
    RAISE EXCEPTION USING ERRCODE = '0A000',
      MESSAGE = format('cannot drop primary key column %s', column_name);
  END IF;
END $$;

-- The service's limits of how many objects there may be.
GRANT SELECT ON simulator.limits TO PUBLIC;

CREATE FUNCTION simulator.check_limits() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
  command record;
  failure text;
  limits simulator.limits;
BEGIN
  SELECT * INTO limits FROM simulator.limits;
  FOR command IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
    IF command.command_tag = 'CREATE INDEX' AND 24 < (
      SELECT count(*) FROM pg_index i
      WHERE i.indrelid =
        (SELECT k.indrelid FROM pg_index k WHERE k.indexrelid = command.objid))
    THEN
      failure := 'more than 24 indexes per table are not allowed';
    ELSIF command.command_tag = 'CREATE TABLE' AND command.object_type = 'table' THEN
      IF limits.tables < (
        SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname NOT IN ('simulator', 'sys', 'pg_catalog',
          'information_schema', 'pg_toast'))
      THEN
        failure := format('creating more than %s tables not allowed', limits.tables);
      ELSIF 24 < (SELECT count(*) FROM pg_index i WHERE i.indrelid = command.objid) THEN
        failure := 'more than 24 indexes per table are not allowed';
      END IF;
    ELSIF command.command_tag = 'CREATE SCHEMA' AND limits.schemas < (
      SELECT count(*) FROM pg_namespace n
      WHERE n.nspname NOT LIKE 'pg\_%'
        AND n.nspname NOT IN ('public', 'sys', 'simulator', 'information_schema'))
    THEN
      failure := format('more than %s schemas not allowed', limits.schemas);
    ELSIF command.command_tag = 'CREATE STATISTICS' AND 5 < (
      SELECT count(*) FROM pg_statistic_ext s
      WHERE s.stxrelid =
        (SELECT k.stxrelid FROM pg_statistic_ext k WHERE k.oid = command.objid))
    THEN
      failure := 'more than 5 extended statistics per table are not allowed';
    ELSIF command.command_tag = 'CREATE VIEW' AND 5000 < (
      SELECT count(*) FROM pg_views WHERE schemaname NOT IN ('pg_catalog', 'information_schema'))
    THEN
      failure := 'creating more than 5000 views not allowed';
    ELSIF command.command_tag = 'CREATE SEQUENCE'
      AND 5000 < (SELECT count(*) FROM pg_class WHERE relkind = 'S')
    THEN
      failure := 'creating more than 5000 sequences is not allowed';
    END IF;
    IF failure IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = '54000', MESSAGE = failure;
    END IF;
  END LOOP;
END $$;

CREATE EVENT TRIGGER simulator_check_limits ON ddl_command_end
  WHEN TAG IN ('CREATE INDEX', 'CREATE TABLE', 'CREATE SCHEMA', 'CREATE STATISTICS', 'CREATE VIEW',
    'CREATE SEQUENCE')
  EXECUTE FUNCTION simulator.check_limits();

-- What is dropped is cleared away by a job.
CREATE FUNCTION simulator.submit_drop_jobs() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM simulator.submit_job(
    'DROP', 'pg_class'::regclass, o.objid, o.object_identity, NULL, NULL)
  FROM pg_event_trigger_dropped_objects() o
  WHERE o.object_type = 'table' AND NOT o.is_temporary AND o.schema_name <> 'simulator';
END $$;

CREATE EVENT TRIGGER simulator_submit_drop_jobs ON sql_drop
  WHEN TAG IN ('DROP TABLE', 'DROP SCHEMA')
  EXECUTE FUNCTION simulator.submit_drop_jobs();

-- Whom AWS identities may log in as.
CREATE TABLE sys.iam_pg_role_mappings (
  iam_oid oid,
  arn text,
  pg_role_oid oid,
  pg_role_name text,
  grantor_pg_role_oid oid,
  grantor_pg_role_name text,
  PRIMARY KEY (arn, pg_role_name)
);
GRANT SELECT ON sys.iam_pg_role_mappings TO PUBLIC;

CREATE PROCEDURE simulator.grant_identity(role_name text, identity_arn text)
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO sys.iam_pg_role_mappings
  SELECT NULL, identity_arn, role_name::regrole, role_name, r.oid, r.rolname
  FROM pg_roles r WHERE r.rolname = session_user;
END $$;

CREATE PROCEDURE simulator.revoke_identity(role_name text, identity_arn text)
LANGUAGE sql SECURITY DEFINER AS $$
  DELETE FROM sys.iam_pg_role_mappings WHERE arn = identity_arn AND pg_role_name = role_name
$$;
