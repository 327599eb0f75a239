-- The database itself.

-- One store per schema; the lock goes with the session.
--: take_store
SELECT pg_try_advisory_lock(hashtextextended('palyra-connectors ' || current_schema(), 0))

--: current_schema
SELECT current_schema()

--: smallest_write
UPDATE store_clock SET seen_at_unix_ms = seen_at_unix_ms
