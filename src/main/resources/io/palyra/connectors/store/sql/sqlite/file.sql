-- A store's file, looked at from outside, and what is so because one process has it.

--: quick_check
PRAGMA quick_check

--: full_check
PRAGMA integrity_check

--: broken_references
SELECT "table", COUNT(*) FROM pragma_foreign_key_check GROUP BY "table"

--: free_bytes
SELECT f.freelist_count * p.page_size FROM pragma_freelist_count f, pragma_page_size p

-- A cell is a row: in the leaves, and where the table has no rowid also above them.
--: tables
SELECT t.name, SUM(CASE WHEN t.wr OR s.pagetype = 'leaf' THEN s.ncell ELSE 0 END), SUM(s.pgsize)
  FROM pragma_table_list t JOIN dbstat s ON s.name = t.name
 WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!'
 GROUP BY t.name ORDER BY t.name

--: copy_into(file)
VACUUM INTO :file

--: number_of_start
PRAGMA user_version

--: is_others(history)
SELECT COUNT(*) > 0 AND COALESCE(SUM(name = :history), 0) = 0 FROM sqlite_schema WHERE type = 'table'

--: forget_number_of_start
PRAGMA user_version = 0

-- With their columns, in order.
--: columns_of_views
SELECT v.name, c.name FROM sqlite_schema v JOIN pragma_table_info(v.name) c
 WHERE v.type = 'view' AND v.name GLOB 'palyra_*_v[0-9]*' ORDER BY v.name, c.cid

-- Of the store, without those of SQLite and Flyway, and what is made of the others.
--: names_of_tables
SELECT name FROM sqlite_schema
 WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT IN ('schema_history', 'event_blocks')
 ORDER BY name

--: names_of_columns(table)
SELECT name FROM pragma_table_info(:table) ORDER BY cid

-- From there on the one process counts in memory. A number that a route remembers is not given again, also where retention
-- has deleted all events of the connector.
--: last_event_number(connector_id)
SELECT MAX(COALESCE((SELECT MAX(event_id) FROM connector_events WHERE connector_id = :connector_id), 0),
           COALESCE((SELECT MAX(event_id) FROM event_positions WHERE connector_id = :connector_id), 0))

-- Another one once another connection has written.
--: version_of_file
SELECT data_version FROM pragma_data_version

-- Of the row that was inserted last on this connection.
--: sequence_of_last_row
SELECT last_insert_rowid()

-- Of a connector.
--: ends_of_events(connector_id)
SELECT (SELECT MIN(event_id) FROM connector_events WHERE connector_id = :connector_id),
       (SELECT MAX(event_id) FROM connector_events WHERE connector_id = :connector_id)

-- The latest of a span of numbers.
--: latest_events_of_span(connector_id, first, before, since, levels, types, envelope_id, limit)
SELECT {event} FROM connector_events
 WHERE connector_id = :connector_id AND event_id >= :first AND event_id < :before AND created_at_unix_ms >= :since
   AND {is_wanted(:levels, :types, :envelope_id)}
 ORDER BY event_id DESC LIMIT :limit

--: blocks_of_events(connector_id)
SELECT block, messages FROM event_blocks WHERE connector_id = :connector_id

-- Of a connector: behind the last one that has a row, and not before the oldest event, up to the one in which numbers are
-- still given.
--: next_blocks_of_events(size)
WITH RECURSIVE {connectors_with_events}
SELECT id, first, last_event / :size AS beyond
  FROM (SELECT id,
               MAX(COALESCE((SELECT MAX(block) + 1 FROM event_blocks WHERE connector_id = found.id), 0),
                   (SELECT MIN(event_id) FROM connector_events WHERE connector_id = found.id) / :size) AS first,
               (SELECT MAX(event_id) FROM connector_events WHERE connector_id = found.id) AS last_event
          FROM found WHERE id IS NOT NULL) connectors
 WHERE first < beyond
 LIMIT 1

-- Details are JSON, unless somebody has changed them by hand.
--: messages_of_events(connector_id, first, before)
SELECT DISTINCT {message_of_event} AS envelope_id
  FROM connector_events
 WHERE connector_id = :connector_id AND event_id >= :first AND event_id < :before AND json_valid(details)
   AND envelope_id IS NOT NULL

-- Numbers are given again where somebody has deleted the newest events by hand.
--: forget_blocks_ahead(size)
DELETE FROM event_blocks
 WHERE block >= COALESCE((SELECT MAX(event_id) FROM connector_events e WHERE e.connector_id = event_blocks.connector_id), 0)
                / :size

--: insert_block_of_events(connector_id, block, messages)
INSERT INTO event_blocks (connector_id, block, messages) VALUES (:connector_id, :block, :messages)

--: purge_blocks_of_events(connector_id, size)
DELETE FROM event_blocks
 WHERE connector_id = :connector_id
   AND block < (SELECT MIN(event_id) FROM connector_events WHERE connector_id = :connector_id) / :size

-- None where somebody else has the lane. Few columns, as most messages are here for the first time: the driver makes their
-- names anew for each query.
--: next_inbound_of_held_lane(lane_id, owner, rows)
SELECT sequence, envelope_id, payload, created_at_unix_ms,
       attempts > 0 OR free_tries > 0 OR attempts_by_cause IS NOT NULL AS tried
  FROM inbound
 WHERE lane_id = :lane_id AND claimable = 1
   AND EXISTS (SELECT 1 FROM lanes WHERE lane_id = :lane_id AND owner = :owner)
 ORDER BY sequence LIMIT :rows

--: next_outbox_of_held_lane(lane_id, owner, rows)
SELECT sequence, envelope_id, payload, created_at_unix_ms,
       attempts > 0 OR free_tries > 0 OR attempts_by_cause IS NOT NULL
         OR unknown_since_unix_ms IS NOT NULL OR retry_class IS NOT NULL AS tried
  FROM outbox
 WHERE lane_id = :lane_id AND claimable = 1
   AND EXISTS (SELECT 1 FROM lanes WHERE lane_id = :lane_id AND owner = :owner)
 ORDER BY sequence LIMIT :rows

--: number_of_lane(direction, connector_id, conversation_id)
SELECT lane_id FROM lanes
 WHERE direction = :direction AND connector_id = :connector_id AND conversation_id = :conversation_id

-- As enter_lane, of a lane that there is.
--: enter_known_lane(due_at, used_at, lane_id)
UPDATE lanes SET due_at = :due_at, used_at = :used_at WHERE lane_id = :lane_id AND due_at IS NULL AND held IS NULL

-- Nobody else writes until it ends.
--: begin
BEGIN IMMEDIATE

--: commit
COMMIT

-- What nobody reads as it was before.
--: checkpoint
PRAGMA wal_checkpoint(PASSIVE)

-- Names by which one schema is compared with another, and the statement that makes what can be made again.
--: parts_of_schema
SELECT type || ' ' || name AS part, CASE WHEN type <> 'table' THEN sql END AS remedy
  FROM sqlite_schema WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'
UNION ALL
SELECT 'column ' || c.name || ' of table ' || t.name, NULL
  FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'
