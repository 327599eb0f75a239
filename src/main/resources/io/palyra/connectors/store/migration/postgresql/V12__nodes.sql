-- What several programs need that write into one store. SQLite has nothing of the tables.

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

-- Programs that share the store. A row for each start of one; node_id: its name, and a number that rises.
-- state: alive, leaving, lost. Whoever finds that a lease has ended marks its node as lost; a node that is lost commits
-- nothing more. session: by which the server knows the connection that writes. group_number: of the last group of works that
-- the node has committed. Times are the database's.

CREATE SEQUENCE node_numbers;

CREATE TABLE nodes (
  node_id                TEXT COLLATE "C" PRIMARY KEY,
  name                   TEXT COLLATE "C" NOT NULL,
  version                TEXT COLLATE "C" NOT NULL,
  url                    TEXT COLLATE "C",
  session                TEXT COLLATE "C",
  state                  TEXT COLLATE "C" NOT NULL,
  started_at_unix_ms     BIGINT NOT NULL,
  heartbeat_unix_ms      BIGINT NOT NULL,
  lease_until_unix_ms    BIGINT NOT NULL,
  group_number           BIGINT NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- Who runs an instance: one node, or none at present. epoch counts its owners.
CREATE TABLE connector_owners (
  connector_id           TEXT COLLATE "C" PRIMARY KEY,
  node_id                TEXT COLLATE "C",
  epoch                  BIGINT NOT NULL,
  since_unix_ms          BIGINT NOT NULL
);
CREATE INDEX lanes_claimed ON lanes (owner) WHERE owner IS NOT NULL;

-- How an instance is doing, as its owner says.
ALTER TABLE connector_instances ADD COLUMN liveness TEXT COLLATE "C";

-- Counts up when an instance is to be opened anew.
ALTER TABLE connector_instances ADD COLUMN openings BIGINT NOT NULL DEFAULT 0;

-- 1: what is due is delivered although the queue is paused.
ALTER TABLE connector_queue_state ADD COLUMN draining INTEGER NOT NULL DEFAULT 0;
