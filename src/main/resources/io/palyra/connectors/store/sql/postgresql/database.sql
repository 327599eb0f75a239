-- The database itself.

-- One store per schema; the lock goes with the session.
--: take_store
SELECT pg_try_advisory_lock(hashtextextended('palyra-connectors ' || current_schema(), 0))

-- No schema where the one that was named does not exist, or this user may not look into it. Tables are made in an empty one.
--: place
SELECT current_database(), current_user, current_schema(), current_setting('server_encoding'),
       has_schema_privilege(current_schema(), 'CREATE'),
       to_regclass(quote_ident(current_schema()) || '.schema_history') IS NOT NULL

--: smallest_write
UPDATE store_clock SET seen_at_unix_ms = seen_at_unix_ms

--: database
SELECT current_setting('server_version'), pg_database_size(current_database())

-- With their indexes; how many rows they have is known since the table was analysed last, and -1 before.
--: tables
SELECT c.relname, CAST(c.reltuples AS BIGINT), pg_total_relation_size(c.oid)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
 ORDER BY pg_total_relation_size(c.oid) DESC, c.relname
