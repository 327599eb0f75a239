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

--: forget_number_of_start
PRAGMA user_version = 0

-- With their columns, in order.
--: columns_of_views
SELECT v.name, c.name FROM sqlite_schema v JOIN pragma_table_info(v.name) c
 WHERE v.type = 'view' AND v.name GLOB 'palyra_*_v[0-9]*' ORDER BY v.name, c.cid

-- Of the store, without those of SQLite and Flyway.
--: names_of_tables
SELECT name FROM sqlite_schema
 WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> 'schema_history' ORDER BY name

--: names_of_columns(table)
SELECT name FROM pragma_table_info(:table) ORDER BY cid

-- From there on the one process counts in memory. A number that a route remembers is not given again, also where retention
-- has deleted all events of the connector.
--: last_event_number(connector_id)
SELECT MAX(COALESCE((SELECT MAX(event_id) FROM connector_events WHERE connector_id = :connector_id), 0),
           COALESCE((SELECT MAX(event_id) FROM event_positions WHERE connector_id = :connector_id), 0))

-- Of the row that was inserted last on this connection.
--: sequence_of_last_row
SELECT last_insert_rowid()
