-- The database itself.

-- One store per schema; the lock goes with the session.
--: take_store
SELECT pg_try_advisory_lock(hashtextextended('palyra-connectors ' || current_schema(), 0))

--: fitness
SELECT current_schema() AS schema, current_setting('server_encoding') AS encoding,
       has_schema_privilege(current_schema(), 'CREATE') AS may_create,
       (SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()) AS tables,
       EXISTS (SELECT 1 FROM information_schema.tables
                WHERE table_schema = current_schema() AND table_name = 'schema_history') AS is_ours

-- Of the session before the one that asks: it has lost its connection, and the server may not know yet.
--: end_session(pid, application_name)
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE pid = :pid AND application_name = :application_name AND pid <> pg_backend_pid()

--: session
SELECT pg_backend_pid()

--: transaction_status(transaction_id)
SELECT pg_xact_status(CAST(:transaction_id AS xid8))

--: smallest_write
UPDATE store_clock SET seen_at_unix_ms = seen_at_unix_ms

--: transaction_id(once bigint)
SELECT CAST(pg_current_xact_id() AS TEXT), n FROM {asked} WHERE a.once = 1

--: views
SELECT table_name FROM information_schema.views
 WHERE table_schema = current_schema() AND table_name ~ '^palyra_.*_v[0-9]+$' ORDER BY table_name

-- What the view palyra_gate depends on besides the views that may be read.
--: gate_reads_others
SELECT DISTINCT c.relname
  FROM pg_rewrite r
  JOIN pg_depend d ON d.classid = CAST('pg_rewrite' AS regclass) AND d.objid = r.oid
                  AND d.refclassid = CAST('pg_class' AS regclass)
  JOIN pg_class c ON c.oid = d.refobjid AND c.oid <> r.ev_class
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE r.ev_class = to_regclass('pg_temp.palyra_gate')
   AND NOT (c.relkind = 'v' AND n.nspname = current_schema() AND c.relname ~ '^palyra_.*_v[0-9]+$')

--: gate_definition
SELECT pg_get_viewdef(to_regclass('pg_temp.palyra_gate'))
