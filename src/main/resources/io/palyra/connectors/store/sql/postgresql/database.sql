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

-- The stores that this user may write, in the order in which the server looks into schemas: one that is new and empty, such
-- as of the user's name, may come before the store's. No schema where the one that was named does not exist, or this user
-- may not look into it. Tables are made in an empty one.
--: place
SELECT current_database(), current_user, place.schema, current_setting('server_encoding'),
       has_schema_privilege(place.schema, 'CREATE'),
       to_regclass(quote_ident(place.schema) || '.schema_history') IS NOT NULL, place.stores
  FROM (SELECT COALESCE(stores.names[1], current_schema()) AS schema, array_to_string(stores.names, ', ') AS stores
          FROM (SELECT array_agg(name ORDER BY number) AS names
                  FROM unnest(current_schemas(false)) WITH ORDINALITY AS path(name, number)
                 WHERE to_regclass(quote_ident(name) || '.schema_history') IS NOT NULL
                   AND has_table_privilege(to_regclass(quote_ident(name) || '.store_clock'), 'UPDATE')) stores) place

-- With the way out; no row where it takes writes.
--: why_read_only
SELECT CASE WHEN pg_is_in_recovery() THEN 'its server is a standby; name its primary, or promote it'
            WHEN source = 'client' THEN 'default_transaction_read_only is on; take it out of the URL'
            ELSE 'default_transaction_read_only is on; ' || {where_set} || ' RESET default_transaction_read_only'
                 || {then_reload} END
  FROM pg_settings WHERE name = 'default_transaction_read_only' AND (setting = 'on' OR pg_is_in_recovery())

-- What lets the server forget what it has confirmed, where it ends suddenly, with the way out. The URL may say so itself.
--: why_not_durable
SELECT name || ' is off; ' || {where_set} || ' SET ' || name || ' = on' || {then_reload}
  FROM pg_settings
 WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' AND source <> 'client'
 ORDER BY name

-- Of the session before the one that asks: it has lost its connection, and the server may not know yet.
--: end_session(session)
SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a
 WHERE {session_name(a)} = CAST(:session AS TEXT) AND a.pid <> pg_backend_pid()

-- The number of a session that has ended is given to another.
--: session
SELECT {session_name(a)} FROM pg_stat_activity a WHERE a.pid = pg_backend_pid()

-- Of the session: where its program stands still within a transaction, it does not keep what it has locked for longer.
--: end_idle_transactions(ms)
SELECT set_config('idle_in_transaction_session_timeout', CAST(:ms AS TEXT), false)

-- Of each session, where the role, the database or the server has it otherwise. Sessions are here to stay, also where they
-- have nothing to do; the text of statements is written in the standard's way; arrays of rows have values that are null; and
-- what others write meanwhile is seen, not a failure.
--: keep_session
SELECT set_config(wanted.name, wanted.setting, false)
  FROM (VALUES ('idle_session_timeout', '0'), ('standard_conforming_strings', 'on'), ('array_nulls', 'on'),
               ('default_transaction_isolation', 'read committed'))
       AS wanted(name, setting)
  JOIN pg_settings s ON s.name = wanted.name AND s.setting <> wanted.setting

-- Of the session that writes, which is long: what a message costs is found row by row by an index. So one plan of what
-- groups ask is good for tables of any size: one that is made while they are small is kept until they are analyzed again,
-- and to make one anew each time takes as long as to run it. What cannot be found by an index looks so dear that it would
-- be compiled, or given to other processes.
--: keep_to_indexes
SELECT set_config(name, setting, false)
  FROM (VALUES ('plan_cache_mode', 'force_generic_plan'), ('cpu_tuple_cost', '1'), ('cpu_index_tuple_cost', '1'),
               ('random_page_cost', '0.1'), ('enable_seqscan', 'off'), ('enable_hashjoin', 'off'),
               ('enable_mergejoin', 'off'), ('enable_material', 'off'), ('max_parallel_workers_per_gather', '0'),
               ('jit', 'off')) AS wanted(name, setting)

-- Of the session, unless there is another limit anyway.
--: limit_reads(ms)
SELECT set_config('statement_timeout', CAST(:ms AS TEXT), false) WHERE current_setting('statement_timeout') = '0'

-- Claims go in the trip of the works that come before them. Where an answer to one of these leads to more rows, the claims
-- are made again after them.
--: before_claims
SAVEPOINT before_claims

--: back_before_claims
ROLLBACK TO SAVEPOINT before_claims

-- What the lanes begin with that one claim of a group has taken, by its token: in the same trip as the claim.
--: first_of_claim(owner text, rows bigint) for inbound, outbox
SELECT r.*, l.lane_id, a.n
  FROM {asked}
  JOIN lanes l ON l.owner = a.owner
 CROSS JOIN LATERAL ({first_{table}(l.lane_id, a.rows)}) r
 ORDER BY r.sequence

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

-- What a schema consists of: the relation, the part's name for people, and what else has to be the same. Constraints and
-- indexes are known by what they do: a restore may have given them other names.
--: parts_of_schema(temporary)
WITH relation AS (
  SELECT oid, relname, relkind FROM pg_class
   WHERE relkind IN ('r', 'p', 'v')
     AND relnamespace = CASE WHEN CAST(:temporary AS BOOLEAN) THEN pg_my_temp_schema()
                             ELSE CAST(CAST(quote_ident(current_schema()) AS regnamespace) AS OID) END)
SELECT relname, CASE relkind WHEN 'v' THEN 'view ' ELSE 'table ' END || relname,
       CASE relkind WHEN 'v' THEN pg_get_viewdef(oid) ELSE '' END
  FROM relation
UNION ALL
SELECT r.relname, 'column ' || a.attname || ' of ' || r.relname,
       concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attcollation, a.attnotnull, a.attidentity,
                 pg_get_expr(d.adbin, d.adrelid))
  FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE r.relkind <> 'v'
UNION ALL
SELECT r.relname, pg_get_constraintdef(c.oid) || ' of ' || r.relname, ''
  FROM relation r JOIN pg_constraint c ON c.conrelid = r.oid AND c.contype IN ('p', 'u', 'f', 'c', 'x')
UNION ALL
SELECT r.relname, CASE WHEN i.indisunique THEN 'UNIQUE INDEX' ELSE 'INDEX' END || ' ON ' || r.relname || ' USING '
       || regexp_replace(pg_get_indexdef(i.indexrelid), '^.+ USING ', ''), ''
  FROM relation r JOIN pg_index i ON i.indrelid = r.oid AND i.indisvalid
 WHERE NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conrelid = r.oid AND c.conindid = i.indexrelid)

-- Of the asking role. Numbers of rows come from identity columns, which ask for no right on their sequences.
--: rights_missing
SELECT c.relname, current_user || ' has no right to ' || string_agg(needed.name, ', ' ORDER BY needed.place)
       || ' on ' || c.relname
  FROM pg_class c CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) WITH ORDINALITY AS needed(name, place)
 WHERE c.relnamespace = CAST(quote_ident(current_schema()) AS regnamespace)
   AND (c.relkind IN ('r', 'p') OR c.relkind = 'v' AND needed.name = 'SELECT')
   AND NOT has_table_privilege(c.oid, needed.name)
 GROUP BY c.relname

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
    OR p.proname ~ '^(version|current_setting|txid_.+|inet_(client|server)_.+)$'
    OR p.provolatile = 'v' AND p.proname NOT IN ('clock_timestamp', 'gen_random_uuid', 'random', 'timeofday')
 ORDER BY 1 DESC

-- Of this session's statements; then they fail.
--: wait_for_locks(at_most_ms)
SELECT set_config('lock_timeout', CAST(:at_most_ms AS TEXT), false)

-- The same for one transaction.
--: wait_for_locks_once(at_most_ms)
SELECT set_config('lock_timeout', CAST(:at_most_ms AS TEXT), true)

-- Of the last migration.
--: schema_version
SELECT version FROM schema_history WHERE version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1

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

-- About a message, its parts and the answers to it; the latest, newest first.
--: latest_events_of_message(connector_id, envelope_id, after, beyond, before_id, since, levels, types, limit)
SELECT {event} FROM connector_events
 WHERE connector_id = :connector_id AND {message_of_event} = :envelope_id
   AND event_id < :before_id AND created_at_unix_ms >= :since AND {is_of_kinds(:levels, :types)}
UNION ALL
SELECT {event} FROM connector_events
 WHERE connector_id = :connector_id AND {message_of_event} > :after AND {message_of_event} < :beyond
   AND event_id < :before_id AND created_at_unix_ms >= :since AND {is_of_kinds(:levels, :types)}
 ORDER BY event_id DESC LIMIT :limit
