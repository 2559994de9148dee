-- SPDX-License-Identifier: Apache-2.0
-- Makes the database tell which rows a statement writes and locks. Every table of a client gets a
-- trigger whose function is generated for its columns and unique indexes, anew with each change of
-- the table. A report is a notice of SQLSTATE FP001; its fields are separated by chr(31).

CREATE SCHEMA simulator;
GRANT USAGE ON SCHEMA simulator TO PUBLIC;

-- The limits in force, written at every start.
CREATE TABLE simulator.limits (
  column_bytes bigint NOT NULL,
  row_bytes bigint NOT NULL,
  schemas integer NOT NULL,
  tables integer NOT NULL
);
INSERT INTO simulator.limits VALUES (1048576, 2097152, 10, 1000);

-- A column of a row as text that is equal for equal keys, whatever the settings of the session.
CREATE FUNCTION simulator.key_part(row_name text, attribute pg_attribute, nulls_equal boolean)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  value text := CASE WHEN row_name = '' THEN '' ELSE row_name || '.' END || quote_ident(attribute.attname);
  base oid := coalesce((SELECT nullif(typbasetype, 0) FROM pg_type WHERE oid = attribute.atttypid), attribute.atttypid);
BEGIN
  value := CASE
    WHEN base IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'bool'::regtype, 'uuid'::regtype, 'oid'::regtype)
      THEN value || '::text'
    WHEN base = 'numeric'::regtype THEN 'trim_scale(' || value || ')::text'
    WHEN base IN ('float4'::regtype, 'float8'::regtype)
      THEN 'encode(float8send(' || value || '::float8), ''hex'')'
    WHEN base IN ('timestamp'::regtype, 'timestamptz'::regtype, 'date'::regtype, 'time'::regtype)
      THEN 'extract(epoch FROM ' || value || ')::text'
    WHEN base = 'bytea'::regtype THEN 'encode(' || value || ', ''hex'')'
    ELSE 'translate(' || value || '::text, chr(31), chr(30))'
  END;
  RETURN CASE WHEN nulls_equal THEN 'coalesce(' || value || ', ''null'')' ELSE value END;
END $$;

-- The values of a key, as the error of a duplicate key prints them; null if a part is null.
CREATE FUNCTION simulator.key_values(row_name text, relation oid, columns smallint[], nulls_equal boolean)
RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(simulator.key_part(row_name, a, nulls_equal), ' || '', '' || ' ORDER BY n.ordinality)
    FROM unnest(columns) WITH ORDINALITY AS n (number, ordinality)
    JOIN pg_attribute a ON a.attrelid = relation AND a.attnum = n.number
$$;

-- The unique indexes whose columns are key columns, the one that identifies a row first.
CREATE FUNCTION simulator.unique_indexes(relation oid)
RETURNS TABLE (index oid, columns smallint[], nulls_equal boolean) LANGUAGE sql AS $$
  SELECT indexrelid, (indkey::smallint[])[0:indnkeyatts - 1], indnullsnotdistinct
    FROM pg_index
   WHERE indrelid = relation AND indisunique AND indpred IS NULL AND indexprs IS NULL
   ORDER BY indisprimary DESC, indexrelid
$$;

-- One field pair of a report: the access and index, and the key; two empty fields without a key.
CREATE FUNCTION simulator.field(access text, index oid, key text)
RETURNS text LANGUAGE sql AS $$
  SELECT format('coalesce(%L || chr(31) || (%s), chr(31))', access || index::text, key)
$$;

-- All keys of a row with one access.
CREATE FUNCTION simulator.all_keys(relation oid, row_name text, access text)
RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(
    (SELECT string_agg(simulator.field(access, u.index, simulator.key_values(row_name, relation, u.columns, u.nulls_equal)),
                       ' || chr(31) || ')
       FROM simulator.unique_indexes(relation) u),
    simulator.field(access, relation, CASE WHEN row_name = '' THEN '' ELSE row_name || '.' END || 'ctid::text'))
$$;

-- The key that identifies a row: that of its primary key, else its place.
CREATE FUNCTION simulator.identity_key(relation oid, row_name text, access text)
RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(
    (SELECT simulator.field(access, i.indexrelid, simulator.key_values(row_name, relation, (i.indkey::smallint[])[0:i.indnkeyatts - 1], false))
       FROM pg_index i WHERE i.indrelid = relation AND i.indisprimary),
    simulator.field(access, relation, CASE WHEN row_name = '' THEN '' ELSE row_name || '.' END || 'ctid::text'))
$$;

-- A row without a primary key is also known by its place where it has unique keys.
CREATE FUNCTION simulator.row_keys(relation oid, row_name text, access text)
RETURNS text LANGUAGE sql AS $$
  SELECT simulator.all_keys(relation, row_name, access)
      || CASE WHEN EXISTS (SELECT FROM pg_index WHERE indrelid = relation AND indisprimary) THEN ''
              ELSE ' || chr(31) || ' || simulator.identity_key(relation, row_name, access) END
$$;

-- The keys of other tables that a row's foreign keys refer to.
CREATE FUNCTION simulator.references(relation oid, row_name text)
RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(
    ' || chr(31) || ' || simulator.field('s', c.conindid, simulator.key_values(row_name, relation, k.columns, false)), ''), '')
    FROM pg_constraint c
    JOIN pg_index i ON i.indexrelid = c.conindid
   CROSS JOIN LATERAL (
      SELECT array_agg(c.conkey[array_position(c.confkey, n.number)] ORDER BY n.ordinality) AS columns
        FROM unnest((i.indkey::smallint[])[0:i.indnkeyatts - 1]) WITH ORDINALITY AS n (number, ordinality)) k
   WHERE c.conrelid = relation AND c.contype = 'f'
$$;

-- How many bytes a row has, as an expression.
CREATE FUNCTION simulator.row_size(relation oid)
RETURNS text LANGUAGE sql AS $$
  SELECT (16 + coalesce(sum(attlen) FILTER (WHERE attlen > 0), 0))::text
      || coalesce(string_agg(
           format(CASE WHEN atttypid = 'bytea'::regtype THEN ' + coalesce(octet_length(NEW.%1$I), 0)'
                       ELSE ' + coalesce(pg_column_size(NEW.%1$I), 0)' END, attname), '')
           FILTER (WHERE attlen < 0), '')
    FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped
$$;

-- Refuses a large row if it or one of its columns is too large.
CREATE FUNCTION simulator.size_checks(relation oid)
RETURNS text LANGUAGE sql AS $$
  SELECT format('IF size > %s THEN ', least(l.column_bytes, l.row_bytes))
      || coalesce(string_agg(format(
           'IF %s > %s THEN RAISE EXCEPTION USING ERRCODE = ''54000'', MESSAGE = ''datatype limit greater than %s bytes not supported for %s''; END IF;',
           format(CASE WHEN a.atttypid = 'bytea'::regtype THEN 'octet_length(NEW.%I)' ELSE 'pg_column_size(NEW.%I)' END, a.attname),
           l.column_bytes, l.column_bytes, format_type(a.atttypid, NULL)), '') FILTER (WHERE a.attlen < 0), '')
      || format('IF size > %s THEN RAISE EXCEPTION USING ERRCODE = ''54000'', MESSAGE = ''maximum row size exceeded''; END IF; ', l.row_bytes)
      || 'END IF;'
    FROM simulator.limits l
    JOIN pg_attribute a ON a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped
   GROUP BY l.column_bytes, l.row_bytes
$$;

-- Whether an update changes a key column.
CREATE FUNCTION simulator.key_changed(relation oid)
RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(DISTINCT format('OLD.%1$I IS DISTINCT FROM NEW.%1$I', a.attname), ' OR '), 'false')
    FROM simulator.unique_indexes(relation) u
    JOIN pg_attribute a ON a.attrelid = relation AND a.attnum = ANY (u.columns)
$$;

-- Watches a table: generates what reports its rows.
CREATE FUNCTION simulator.watch(relation oid)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $watch$
DECLARE
  target text;
  report text;
BEGIN
  SELECT format('%I.%I', n.nspname, c.relname) INTO target
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.oid = relation AND c.relkind = 'r'
     AND n.nspname NOT IN ('simulator', 'sys', 'pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%';
  IF target IS NULL THEN
    RETURN;
  END IF;
  report := 'RAISE NOTICE USING ERRCODE = ''FP001'', MESSAGE = ';
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION simulator.report_%1$s() RETURNS trigger LANGUAGE plpgsql AS $body$
    DECLARE
      size bigint;
    BEGIN
      IF TG_OP = 'DELETE' THEN
        %2$s 'W' || chr(31) || '32' || chr(31) || %3$s;
        RETURN NULL;
      END IF;
      size := %4$s;
      %5$s
      IF TG_OP = 'INSERT' THEN
        %2$s 'W' || chr(31) || size || chr(31) || %6$s %7$s;
      ELSIF %8$s THEN
        %2$s 'W' || chr(31) || size || chr(31) || %3$s || chr(31) || %6$s %7$s;
      ELSE
        %2$s 'W' || chr(31) || size || chr(31) || %9$s %7$s;
      END IF;
      RETURN NULL;
    END $body$
    $function$,
    relation, report,
    simulator.row_keys(relation, 'OLD', 'k'),
    simulator.row_size(relation),
    simulator.size_checks(relation),
    simulator.row_keys(relation, 'NEW', 'k'),
    simulator.references(relation, 'NEW'),
    simulator.key_changed(relation),
    simulator.identity_key(relation, 'OLD', 'n'));
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION simulator.lock_%1$s(strength "char", place tid) RETURNS boolean LANGUAGE plpgsql AS $body$
    DECLARE
      keys text;
    BEGIN
      IF strength = 'U' THEN
        SELECT %3$s INTO keys FROM ONLY %2$s WHERE ctid = place;
      ELSE
        SELECT %4$s INTO keys FROM ONLY %2$s WHERE ctid = place;
      END IF;
      IF keys IS NOT NULL THEN
        RAISE NOTICE USING ERRCODE = 'FP001', MESSAGE = 'L' || chr(31) || '16' || chr(31) || keys;
      END IF;
      RETURN true;
    END $body$
    $function$,
    relation, target,
    simulator.row_keys(relation, '', 'k'),
    simulator.identity_key(relation, '', 's'));
  IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = relation AND tgname = 'simulator_report') THEN
    EXECUTE format('CREATE TRIGGER simulator_report AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION simulator.report_%s()',
      target, relation);
    -- Hidden from the views that list triggers.
    UPDATE pg_trigger SET tgisinternal = true WHERE tgrelid = relation AND tgname = 'simulator_report';
  END IF;
END $watch$;
ALTER FUNCTION simulator.watch(oid) SET search_path = pg_catalog, simulator, pg_temp;

-- Reports a row as locked. See LockReport for how a query calls it.
CREATE FUNCTION simulator.locked(strength "char", relation oid, place tid)
RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  done boolean;
BEGIN
  EXECUTE format('SELECT simulator.lock_%s($1, $2)', relation) INTO done USING strength, place;
  RETURN true;
END $$;

CREATE FUNCTION simulator.after_definition()
RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  changed oid;
BEGIN
  FOR changed IN
    SELECT DISTINCT coalesce(i.indrelid, c.objid)
      FROM pg_event_trigger_ddl_commands() c
      LEFT JOIN pg_index i ON i.indexrelid = c.objid
     WHERE c.classid = 'pg_class'::regclass
  LOOP
    PERFORM simulator.watch(changed);
  END LOOP;
END $$;

CREATE FUNCTION simulator.after_drop()
RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  dropped record;
BEGIN
  FOR dropped IN
    SELECT objid, object_type, original, schema_name FROM pg_event_trigger_dropped_objects()
  LOOP
    -- An index that goes with its table needs nothing, and ALTER TABLE watches its table again.
    IF dropped.object_type = 'index' AND dropped.original THEN
      PERFORM simulator.watch(t.tgrelid)
        FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE t.tgname = 'simulator_report' AND n.nspname = dropped.schema_name;
    ELSIF dropped.object_type = 'table' THEN
      EXECUTE format('DROP FUNCTION IF EXISTS simulator.report_%s()', dropped.objid);
      EXECUTE format('DROP FUNCTION IF EXISTS simulator.lock_%s("char", tid)', dropped.objid);
    END IF;
  END LOOP;
END $$;

CREATE EVENT TRIGGER simulator_definition ON ddl_command_end
  WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE', 'CREATE INDEX')
  EXECUTE FUNCTION simulator.after_definition();
CREATE EVENT TRIGGER simulator_drop ON sql_drop
  WHEN TAG IN ('DROP TABLE', 'DROP INDEX', 'DROP SCHEMA', 'ALTER TABLE')
  EXECUTE FUNCTION simulator.after_drop();
