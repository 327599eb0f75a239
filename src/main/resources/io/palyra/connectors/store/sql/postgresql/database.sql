-- The database itself.

-- One store per schema; the lock goes with the session.
--: take_store
SELECT pg_try_advisory_lock(hashtextextended('palyra-connectors ' || current_schema(), 0))

--: current_schema
SELECT current_schema()

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
