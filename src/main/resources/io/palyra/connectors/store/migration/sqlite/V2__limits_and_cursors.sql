-- Limits that platforms state, cursors, unknown outcomes with a time; and fewer b-trees to write for each message.

-- claimed_at: since when (unix ms) the lane's owner has it. interrupted: that time where an owner vanished with the lane in
-- hand, so that its first message may have been handed over from then on; 0: no. used_at: when the last message entered; a
-- lane that has been empty for longer than anything is kept is purged.
DROP INDEX lanes_claimed;
ALTER TABLE lanes ADD COLUMN claimed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lanes ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
UPDATE lanes SET used_at = CAST(unixepoch('subsec') * 1000 AS INTEGER);
CREATE INDEX lanes_held ON lanes (connector_id, direction) WHERE held IS NOT NULL;

-- Only the oldest rows are ever deleted, so a sequence is not used again while its order matters: no AUTOINCREMENT.
CREATE TABLE inbound_2 (
  sequence               INTEGER PRIMARY KEY,
  lane_id                INTEGER NOT NULL,
  connector_id           TEXT    NOT NULL,
  envelope_id            TEXT    NOT NULL,
  payload                TEXT    NOT NULL,
  state                  TEXT    NOT NULL,
  claimable              INTEGER NOT NULL DEFAULT 1,
  attempts               INTEGER NOT NULL DEFAULT 0,
  next_attempt_unix_ms   INTEGER,
  reason                 TEXT,
  route_key              TEXT,
  enqueued_outbound      INTEGER NOT NULL DEFAULT 0,
  created_at_unix_ms     INTEGER NOT NULL,
  settled_at_unix_ms     INTEGER,
  UNIQUE (connector_id, envelope_id)
);
INSERT INTO inbound_2 SELECT * FROM inbound;
DROP TABLE inbound;
ALTER TABLE inbound_2 RENAME TO inbound;
CREATE INDEX inbound_claimable ON inbound (lane_id, sequence) WHERE claimable = 1;

-- unknown_since_unix_ms: since when the outcome has not been known; the platform recognises a second send for a limited time.
CREATE TABLE outbox_2 (
  sequence               INTEGER PRIMARY KEY,
  lane_id                INTEGER NOT NULL,
  connector_id           TEXT    NOT NULL,
  envelope_id            TEXT    NOT NULL,
  message_id             TEXT,
  payload                TEXT    NOT NULL,
  state                  TEXT    NOT NULL,
  claimable              INTEGER NOT NULL DEFAULT 1,
  attempts               INTEGER NOT NULL DEFAULT 0,
  next_attempt_unix_ms   INTEGER,
  retry_class            TEXT,
  reason                 TEXT,
  native_message_id      TEXT,
  created_at_unix_ms     INTEGER NOT NULL,
  settled_at_unix_ms     INTEGER,
  unknown_since_unix_ms  INTEGER,
  UNIQUE (connector_id, envelope_id)
);
INSERT INTO outbox_2 SELECT *, NULL FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_2 RENAME TO outbox;
CREATE INDEX outbox_claimable ON outbox (lane_id, sequence) WHERE claimable = 1;
CREATE INDEX outbox_unknown ON outbox (connector_id) WHERE state = 'unknown';
CREATE INDEX outbox_parts ON outbox (connector_id, message_id, sequence) WHERE message_id IS NOT NULL;

-- One b-tree instead of two; event_id counts up within its connector.
CREATE TABLE connector_events_2 (
  connector_id           TEXT    NOT NULL,
  event_id               INTEGER NOT NULL,
  event_type             TEXT    NOT NULL,
  level                  TEXT    NOT NULL,
  message                TEXT    NOT NULL,
  details                TEXT,
  created_at_unix_ms     INTEGER NOT NULL,
  PRIMARY KEY (connector_id, event_id)
) WITHOUT ROWID;
INSERT INTO connector_events_2
  SELECT connector_id, event_id, event_type, level, message, details, created_at_unix_ms FROM connector_events;
DROP TABLE connector_events;
ALTER TABLE connector_events_2 RENAME TO connector_events;

-- What a platform has limited: route '' is the whole connector.
CREATE TABLE rate_limits (
  connector_id           TEXT    NOT NULL,
  route                  TEXT    NOT NULL,
  reason                 TEXT    NOT NULL,
  since_unix_ms          INTEGER NOT NULL,
  until_unix_ms          INTEGER NOT NULL,
  PRIMARY KEY (connector_id, route)
) WITHOUT ROWID;

-- How far a connector has read its platform's streams; moved only after what it covers was admitted.
CREATE TABLE connector_cursors (
  connector_id           TEXT    NOT NULL,
  stream                 TEXT    NOT NULL,
  position               TEXT    NOT NULL,
  updated_at_unix_ms     INTEGER NOT NULL,
  PRIMARY KEY (connector_id, stream)
) WITHOUT ROWID;
