-- The database itself.

-- One store per schema; the lock goes with the session.
--: take_store
SELECT pg_try_advisory_lock(hashtextextended('palyra-connectors ' || current_schema(), 0))

-- No schema where the one that was named does not exist, or this user may not look into it. Tables are made in an empty one.
--: place
SELECT current_database(), current_user, current_schema(), current_setting('server_encoding'),
       has_schema_privilege(current_schema(), 'CREATE'),
       to_regclass(quote_ident(current_schema()) || '.schema_history') IS NOT NULL

-- Of the session before the one that asks: it has lost its connection, and the server may not know yet.
--: end_session(session)
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE pid || ' since ' || CAST(backend_start AS TEXT) = CAST(:session AS TEXT) AND pid <> pg_backend_pid()

-- The number of a session that has ended is given to another.
--: session
SELECT pid || ' since ' || CAST(backend_start AS TEXT) FROM pg_stat_activity WHERE pid = pg_backend_pid()

-- Of the session, unless there is another limit anyway.
--: limit_reads(ms)
SELECT set_config('statement_timeout', CAST(:ms AS TEXT), false) WHERE current_setting('statement_timeout') = '0'

-- Nobody moves the times before the transaction has ended.
--: transaction_id(once bigint)
SELECT CAST(pg_current_xact_id() AS TEXT), CAST(pg_advisory_xact_lock_shared({lock_of_times}) AS TEXT), n
  FROM {asked} WHERE a.once = 1

-- Once nobody moves them any more.
--: moved_before_group(once bigint)
SELECT moved_ms, n FROM moved_times CROSS JOIN {asked} WHERE a.once = 1

--: moved_ms
SELECT moved_ms FROM moved_times

-- One program at a time; the others are not to wait, as they are waited for.
--: take_moves
SELECT moved_ms FROM moved_times FOR UPDATE SKIP LOCKED

-- No lock of a table: a backup would be waited for, and everybody would wait behind.
--: wait_for_groups_of_others
SELECT CAST(pg_advisory_xact_lock({lock_of_times}) AS TEXT)

--: count_move(ms)
UPDATE moved_times SET moved_ms = moved_ms + :ms

-- Of a session that has ended, whose lock the asking one has. A server that has died, or a standby in its place, gives the
-- number of a transaction that it has not heard of to another one: ours has committed only if a row of it is there. Nothing
-- was written since. The lanes are looked at first, as they are few; nearly every transaction writes them or an event.
--: has_committed(transaction_id)
SELECT CASE WHEN pg_visible_in_snapshot(asked.id, pg_current_snapshot())
            THEN pg_xact_status(asked.id) IS DISTINCT FROM 'aborted' AND (
                 EXISTS (SELECT 1 FROM lanes WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM connector_events WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM outbox WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM inbound WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM dead_letters WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM connector_cursors WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM rate_limits WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM connector_instances WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM connector_queue_state WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM store_clock WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM clock_leaps WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM moved_times WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM event_readers WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM event_positions WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM access_rules WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM access_grants WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM access_requests WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM access_codes WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM access_wrong_codes WHERE xmin = CAST(asked.id AS xid))
              OR EXISTS (SELECT 1 FROM access_answers WHERE xmin = CAST(asked.id AS xid)))
            ELSE FALSE END
  FROM (SELECT CAST(:transaction_id AS xid8) AS id) asked

--: smallest_write
UPDATE store_clock SET seen_at_unix_ms = seen_at_unix_ms WHERE id = {clock_that_is_free}

--: clock
SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)

--: database
SELECT current_setting('server_version'), pg_database_size(current_database())

-- With their indexes; how many rows they have is known since the table was analysed last, and -1 before.
--: tables
SELECT c.relname, CAST(c.reltuples AS BIGINT), pg_total_relation_size(c.oid)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
 ORDER BY pg_total_relation_size(c.oid) DESC, c.relname

--: views
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = current_schema() AND {is_for_users} ORDER BY c.relname

-- By the tree of the view's query, which names relations and functions by their numbers; what belongs to PostgreSQL itself
-- is in no list of dependencies. A view names itself, too. Functions that give the same for the same rows pass; not those
-- that take SQL or the name of a table, nor those that tell what the server does.
--: what_a_view_does_besides(view)
WITH rule AS (SELECT ev_class, CAST(ev_action AS TEXT) AS tree FROM pg_rewrite WHERE ev_class = to_regclass(:view))
SELECT 'reads ' || c.relname
  FROM rule CROSS JOIN LATERAL regexp_matches(rule.tree, ':relid (\d+)', 'g') AS named(number)
  JOIN pg_class c ON c.oid = CAST(named.number[1] AS OID) JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid <> rule.ev_class AND NOT (n.nspname = current_schema() AND {is_for_users})
UNION
SELECT 'calls ' || p.proname
  FROM rule CROSS JOIN LATERAL
       regexp_matches(rule.tree, ':(funcid|opfuncid|aggfnoid|winfnoid) (\d+)', 'g') AS named(number)
  JOIN pg_proc p ON p.oid = CAST(named.number[2] AS OID) JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname <> 'pg_catalog' OR p.proname ~ '_to_xml'
    OR p.proname ~ '^pg_' AND p.provolatile <> 'i' AND p.proname <> 'pg_typeof'
    OR p.provolatile = 'v' AND p.proname NOT IN ('clock_timestamp', 'gen_random_uuid', 'random', 'timeofday')
 ORDER BY 1 DESC

-- Of this session's statements; then they fail.
--: wait_for_locks(at_most_ms)
SELECT set_config('lock_timeout', CAST(:at_most_ms AS TEXT), false)

-- Before the time of another store is written in its place.
--: forget_time
DELETE FROM store_clock

-- Behind those of rows that were written with their numbers.
--: continue_numbers
SELECT setval(pg_get_serial_sequence('lanes', 'lane_id'), COALESCE((SELECT MAX(lane_id) FROM lanes), 0) + 1, false),
       setval(pg_get_serial_sequence('inbound', 'sequence'), COALESCE((SELECT MAX(sequence) FROM inbound), 0) + 1, false),
       setval(pg_get_serial_sequence('outbox', 'sequence'), COALESCE((SELECT MAX(sequence) FROM outbox), 0) + 1, false),
       setval(pg_get_serial_sequence('dead_letters', 'dead_letter_id'),
              COALESCE((SELECT MAX(dead_letter_id) FROM dead_letters), 0) + 1, false)
