-- SPDX-License-Identifier: Apache-2.0
-- What the queries call that stand for writes.

-- A row of defaults of the table whose row type the argument has.
CREATE FUNCTION simulator.default_row(sample anyelement) RETURNS anyelement
LANGUAGE plpgsql AS $$
DECLARE
  row_type constant text := pg_typeof(sample)::text;
  columns text;
  answer ALIAS FOR $0;
BEGIN
  SELECT string_agg(
      CASE
        WHEN d.adbin IS NULL OR a.attgenerated <> '' THEN 'NULL'
        ELSE pg_get_expr(d.adbin, d.adrelid)
      END
      || '::' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
  INTO columns
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = row_type::regclass AND a.attnum > 0 AND NOT a.attisdropped;
  EXECUTE format('SELECT (ROW(%s)::%s).*', columns, row_type) INTO answer;
  RETURN answer;
END $$;

-- Names the values of a row by the columns of a table, in their order.
CREATE FUNCTION simulator.named_row(sample anyelement, positions json) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_object_agg(c.attname, v.value), '{}')
  FROM json_each(positions) WITH ORDINALITY AS v (name, value, place)
  JOIN (
    SELECT attname, row_number() OVER (ORDER BY attnum) AS place
    FROM pg_attribute
    WHERE attrelid = pg_typeof(sample)::text::regclass AND attnum > 0 AND NOT attisdropped) AS c
    USING (place)
$$;

-- Whether a row's unique keys are taken by another row of its table.
CREATE FUNCTION simulator.is_duplicate(candidate anyelement) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  row_type constant text := pg_typeof(candidate)::text;
  condition text;
  found_one boolean;
BEGIN
  FOR condition IN
    SELECT string_agg(format('x.%1$I = ($1).%1$I', a.attname), ' AND ')
    FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid
      AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
    WHERE i.indrelid = row_type::regclass AND i.indisunique AND i.indpred IS NULL
      AND i.indexprs IS NULL
    GROUP BY i.indexrelid
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s x WHERE %s)', row_type, condition)
    INTO found_one USING candidate;
    IF found_one THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END $$;

-- The service's planner mistakes a column that comes from outside for one of the inner table.
CREATE FUNCTION simulator.outer_column(value anyelement, relation regclass, place integer)
RETURNS anyelement LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_attribute a
    WHERE a.attrelid = relation AND a.attnum = place AND a.atttypid = pg_typeof(value)::oid)
  THEN
    RAISE EXCEPTION USING ERRCODE = '42804',
      MESSAGE = format('attribute %s of type %s has wrong type', place,
        (SELECT c.relname FROM pg_class c WHERE c.oid = relation));
  END IF;
  RETURN value;
END $$;

-- Asked last of all conditions: only rows that meet the others are locked.
ALTER FUNCTION simulator.locked("char", oid, tid) COST 10000;
