-- The database itself.

-- Locks of the session, one set per schema. Whoever runs on the store shares it; whoever changes its tables has it alone. A
-- session has both for a moment where it goes from one to the other.
--: take_store_alone
SELECT pg_try_advisory_lock(hashtextextended('palyra-connectors ' || current_schema(), 0))

--: share_store
SELECT pg_try_advisory_lock_shared(hashtextextended('palyra-connectors ' || current_schema(), 0))

--: let_others_share_store
SELECT pg_advisory_unlock(hashtextextended('palyra-connectors ' || current_schema(), 0))

-- No two programs that run bear a name.
--: take_name(name)
SELECT pg_try_advisory_lock(hashtextextended('palyra-connectors ' || current_schema() || ' ' || CAST(:name AS TEXT), 0))

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

-- First in a group of works: who would move the times waits until the group has ended, as it has read the table.
--: moved_before_group(once bigint)
SELECT moved_ms, n FROM moved_times CROSS JOIN {asked} WHERE a.once = 1

--: moved_ms
SELECT moved_ms FROM moved_times

-- One program at a time; the others are not to wait, as they are waited for.
--: take_moves
SELECT moved_ms FROM moved_times FOR UPDATE SKIP LOCKED

--: wait_for_groups_of_others
LOCK TABLE moved_times IN ACCESS EXCLUSIVE MODE

--: count_move(ms)
UPDATE moved_times SET moved_ms = moved_ms + :ms

--: smallest_write
UPDATE store_clock SET seen_at_unix_ms = seen_at_unix_ms WHERE id = {clock_that_is_free}

--: clock
SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)

--: database
SELECT current_setting('server_version'), pg_database_size(current_database())

-- With their indexes; how many rows they have is known since the table was analysed last, and -1 before. PostgreSQL 13
-- says 0 instead.
--: tables
SELECT c.relname, CASE WHEN c.relpages = 0 AND pg_relation_size(c.oid) > 0 THEN -1 ELSE CAST(c.reltuples AS BIGINT) END,
       pg_total_relation_size(c.oid)
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

-- The same for one transaction.
--: wait_for_locks_once(at_most_ms)
SELECT set_config('lock_timeout', CAST(:at_most_ms AS TEXT), true)

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

-- As a file does it, whose numbers are those of the events that it still has, and of the routes that have read them.
--: continue_event_numbers
INSERT INTO event_numbers (connector_id, last)
SELECT connector_id, MAX(event_id)
  FROM (SELECT connector_id, event_id FROM connector_events
        UNION ALL SELECT connector_id, event_id FROM event_positions) given
 GROUP BY connector_id
