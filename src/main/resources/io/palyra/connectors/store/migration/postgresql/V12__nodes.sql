-- What several processes need that write into one store. SQLite has nothing of it.

-- The last number that was given to an event of the connector. The statement that inserts events takes their numbers here; the
-- row stays when all events of the connector are purged, and when its instance is removed, so that no number is given again.
-- A fill factor leaves room on the page for rows that each commit changes.
CREATE TABLE event_numbers (
  connector_id           TEXT COLLATE "C" PRIMARY KEY,
  last                   BIGINT  NOT NULL
) WITH (fillfactor = 50);

INSERT INTO event_numbers (connector_id, last)
SELECT connector_id, MAX(event_id)
  FROM (SELECT connector_id, event_id FROM connector_events
        UNION ALL SELECT connector_id, event_id FROM event_positions) given
 GROUP BY connector_id;
