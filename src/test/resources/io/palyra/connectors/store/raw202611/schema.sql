-- The tables that a message's life touches, as SQLite's migrations up to V11 leave them.

CREATE TABLE lanes (
  lane_id                INTEGER PRIMARY KEY,
  direction              TEXT    NOT NULL,
  connector_id           TEXT    NOT NULL,
  conversation_id        TEXT    NOT NULL,
  due_at                 INTEGER,
  owner                  TEXT,
  interrupted            INTEGER NOT NULL DEFAULT 0,
  held                   TEXT,
  claimed_at             INTEGER NOT NULL DEFAULT 0,
  used_at                INTEGER NOT NULL DEFAULT 0,
  UNIQUE (direction, connector_id, conversation_id)
);
CREATE INDEX lanes_due ON lanes (direction, connector_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX lanes_held ON lanes (connector_id, direction) WHERE held IS NOT NULL;

CREATE TABLE inbound (
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
  free_tries             INTEGER NOT NULL DEFAULT 0,
  attempts_by_cause      TEXT,
  UNIQUE (connector_id, envelope_id)
);
CREATE INDEX inbound_claimable ON inbound (lane_id, sequence) WHERE claimable = 1;

CREATE TABLE outbox (
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
  free_tries             INTEGER NOT NULL DEFAULT 0,
  refusals               INTEGER NOT NULL DEFAULT 0,
  others_passed          INTEGER NOT NULL DEFAULT 0,
  attempts_by_cause      TEXT,
  UNIQUE (connector_id, envelope_id)
);
CREATE INDEX outbox_claimable ON outbox (lane_id, sequence) WHERE claimable = 1;
CREATE INDEX outbox_unknown ON outbox (connector_id) WHERE state = 'unknown';
CREATE INDEX outbox_parts ON outbox (connector_id, message_id, sequence) WHERE message_id IS NOT NULL;
CREATE INDEX outbox_refused ON outbox (connector_id) WHERE refusals > 0 AND claimable = 1;

CREATE TABLE connector_events (
  connector_id           TEXT    NOT NULL,
  event_id               INTEGER NOT NULL,
  event_type             TEXT    NOT NULL,
  level                  TEXT    NOT NULL,
  message                TEXT    NOT NULL,
  details                TEXT,
  created_at_unix_ms     INTEGER NOT NULL,
  PRIMARY KEY (connector_id, event_id)
) WITHOUT ROWID;

CREATE TABLE event_positions (
  route_id               TEXT    NOT NULL,
  connector_id           TEXT    NOT NULL,
  event_id               INTEGER NOT NULL,
  PRIMARY KEY (route_id, connector_id)
) WITHOUT ROWID;
CREATE INDEX event_positions_by_connector ON event_positions (connector_id, event_id);
