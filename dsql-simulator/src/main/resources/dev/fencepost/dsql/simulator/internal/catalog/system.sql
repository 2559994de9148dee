-- SPDX-License-Identifier: Apache-2.0
-- What PostgreSQL's own catalog answers differently on the service.

SET allow_system_table_mods = on;

CREATE OR REPLACE FUNCTION pg_catalog.version() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT 'PostgreSQL 16'::text $$;

-- Only what may be SET. A function that is built in can't be replaced, but renamed.
ALTER FUNCTION pg_catalog.set_config(text, text, boolean) RENAME TO set_config_built_in;
CREATE FUNCTION pg_catalog.set_config(text, text, boolean) RETURNS text
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF lower($1) NOT IN ('application_name', 'client_encoding', 'datestyle', 'extra_float_digits',
      'intervalstyle', 'timezone', 'search_path')
    AND lower($1) NOT LIKE 'enable\_%'
  THEN
    RAISE EXCEPTION USING ERRCODE = '0A000',
      MESSAGE = format('setting configuration parameter "%s" not supported', $1);
  END IF;
  RETURN set_config_built_in($1, $2, $3);
END $$;

-- A row of a table is kept in its primary key's index.
CREATE FUNCTION simulator.index_definition(index_id oid) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT replace(pg_get_indexdef(index_id), ' USING btree ', ' USING btree_index ')
    || coalesce((
      SELECT ' INCLUDE (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')'
      FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
      WHERE i.indexrelid = index_id AND i.indisprimary AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attnum <> ALL (i.indkey)), '')
$$;

CREATE OR REPLACE VIEW pg_catalog.pg_indexes AS
SELECT
  n.nspname AS schemaname,
  c.relname AS tablename,
  i.relname AS indexname,
  t.spcname AS tablespace,
  simulator.index_definition(i.oid) AS indexdef
FROM pg_index x
JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_class i ON i.oid = x.indexrelid
LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_tablespace t ON t.oid = i.reltablespace
WHERE c.relkind IN ('r', 'm', 'p') AND i.relkind IN ('i', 'I');

-- Only 'simple' exists.
DO $$
DECLARE
  configuration text;
BEGIN
  FOR configuration IN SELECT cfgname FROM pg_ts_config WHERE cfgname <> 'simple' LOOP
    EXECUTE format('DROP TEXT SEARCH CONFIGURATION pg_catalog.%I', configuration);
  END LOOP;
END $$;
ALTER DATABASE postgres SET default_text_search_config = 'pg_catalog.simple';

CREATE FUNCTION sys.dsql_major_version() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION sys.cluster_size() RETURNS bigint
LANGUAGE sql AS $$ SELECT pg_database_size(current_database()) $$;
CREATE FUNCTION sys.cluster_size_limit() RETURNS bigint LANGUAGE sql AS $$ SELECT 10995116277760 $$;
CREATE FUNCTION sys.current_session_id() RETURNS text
LANGUAGE sql AS $$ SELECT pg_backend_pid()::text $$;
CREATE FUNCTION sys.current_transaction_id() RETURNS text
LANGUAGE sql AS $$ SELECT pg_current_xact_id_if_assigned()::text $$;
CREATE FUNCTION sys.iam_session_user() RETURNS text LANGUAGE sql AS $$ SELECT session_user::text $$;
CREATE FUNCTION sys.supported_datatypes() RETURNS SETOF text LANGUAGE sql AS $$
  SELECT unnest(string_to_array('bigint,boolean,bpchar,bytea,char,date,double precision,integer,'
    || 'interval,json,jsonb,numeric,real,smallint,text,time,timestamp,timestamptz,timetz,uuid,'
    || 'varchar', ','))
$$;
CREATE FUNCTION sys.base_type_oid(type oid) RETURNS oid LANGUAGE sql AS $$
  SELECT CASE WHEN typtype = 'd' THEN typbasetype ELSE oid END FROM pg_type WHERE oid = type
$$;
CREATE FUNCTION sys.decode_job_status(status integer) RETURNS text LANGUAGE sql AS $$
  SELECT (string_to_array('submitted,processing,completed,failed', ','))[status + 1]
$$;
CREATE FUNCTION sys.decode_job_ext_status(status integer) RETURNS text
LANGUAGE sql AS $$ SELECT sys.decode_job_status(status) $$;
CREATE FUNCTION sys.decode_job_statement(statement bytea) RETURNS text
LANGUAGE sql AS $$ SELECT convert_from(statement, 'UTF8') $$;
CREATE FUNCTION sys.job_err_msg(job text) RETURNS text
LANGUAGE sql AS $$ SELECT details FROM sys.jobs WHERE job_id = job $$;
CREATE FUNCTION sys.get_key_desc(index_id oid) RETURNS text
LANGUAGE sql AS $$ SELECT pg_get_indexdef(index_id) $$;
CREATE FUNCTION sys.fetch_seq_data_tuple(sequence_id regclass) RETURNS bigint
LANGUAGE sql AS $$ SELECT pg_sequence_last_value(sequence_id) $$;

RESET allow_system_table_mods;
