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
