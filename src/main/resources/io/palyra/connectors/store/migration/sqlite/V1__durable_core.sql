-- Times are unix milliseconds, booleans 0 or 1, payloads JSON.

CREATE TABLE connector_instances (
  connector_id           TEXT PRIMARY KEY,
  kind                   TEXT    NOT NULL,
  principal              TEXT    NOT NULL,
  auth_profile_ref       TEXT,
  token_vault_ref        TEXT,
  egress_allowlist       TEXT    NOT NULL DEFAULT '[]',
  enabled                INTEGER NOT NULL,
  declared               INTEGER NOT NULL,
  readiness              TEXT    NOT NULL,
  restart_count          INTEGER NOT NULL DEFAULT 0,
  last_error             TEXT,
  last_inbound_unix_ms   INTEGER,
  last_outbound_unix_ms  INTEGER,
  created_at_unix_ms     INTEGER NOT NULL,
  updated_at_unix_ms     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE connector_queue_state (
  connector_id           TEXT PRIMARY KEY,
  paused                 INTEGER NOT NULL,
  reason                 TEXT,
  since_unix_ms          INTEGER NOT NULL
) WITHOUT ROWID;

-- One row per direction and conversation. due_at is the time at which the lane may be claimed; while it is claimed it
-- is the end of the lease. It is null while the lane has nothing to deliver or waits for an operator (held).
CREATE TABLE lanes (
  lane_id                INTEGER PRIMARY KEY,
  direction              TEXT    NOT NULL,
  connector_id           TEXT    NOT NULL,
  conversation_id        TEXT    NOT NULL,
  due_at                 INTEGER,
  owner                  TEXT,
  interrupted            INTEGER NOT NULL DEFAULT 0,
  held                   TEXT,
  UNIQUE (direction, connector_id, conversation_id)
);
CREATE INDEX lanes_due ON lanes (direction, connector_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX lanes_claimed ON lanes (owner) WHERE owner IS NOT NULL;

-- state: pending, routed, not_routed, dead. claimable: 1 while it is still to be handed over.
CREATE TABLE inbound (
  sequence               INTEGER PRIMARY KEY AUTOINCREMENT,
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
CREATE INDEX inbound_claimable ON inbound (lane_id, sequence) WHERE claimable = 1;
CREATE INDEX inbound_settled ON inbound (settled_at_unix_ms) WHERE settled_at_unix_ms IS NOT NULL;

-- state: pending, delivered, unknown, dead. An unknown outcome that resolves itself by a safe second send stays
-- claimable. A message that was split is one row per part; message_id is the first part's id.
CREATE TABLE outbox (
  sequence               INTEGER PRIMARY KEY AUTOINCREMENT,
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
  UNIQUE (connector_id, envelope_id)
);
CREATE INDEX outbox_claimable ON outbox (lane_id, sequence) WHERE claimable = 1;
CREATE INDEX outbox_unknown ON outbox (connector_id) WHERE state = 'unknown';
CREATE INDEX outbox_parts ON outbox (connector_id, message_id, sequence) WHERE message_id IS NOT NULL;
CREATE INDEX outbox_settled ON outbox (settled_at_unix_ms) WHERE settled_at_unix_ms IS NOT NULL;

CREATE TABLE dead_letters (
  dead_letter_id         INTEGER PRIMARY KEY AUTOINCREMENT,
  connector_id           TEXT    NOT NULL,
  envelope_id            TEXT    NOT NULL,
  direction              TEXT    NOT NULL,
  reason                 TEXT    NOT NULL,
  payload                TEXT    NOT NULL,
  created_at_unix_ms     INTEGER NOT NULL
);
CREATE INDEX dead_letters_by_connector ON dead_letters (connector_id, dead_letter_id);
CREATE INDEX dead_letters_by_age ON dead_letters (created_at_unix_ms);

CREATE TABLE connector_events (
  event_id               INTEGER PRIMARY KEY AUTOINCREMENT,
  connector_id           TEXT    NOT NULL,
  event_type             TEXT    NOT NULL,
  level                  TEXT    NOT NULL,
  message                TEXT    NOT NULL,
  details                TEXT,
  created_at_unix_ms     INTEGER NOT NULL
);
CREATE INDEX connector_events_by_connector ON connector_events (connector_id, event_id);
