-- What the migrations lead to, for a new file. Made from them:
-- mvn -q test -Dtest=WholeSchemaTest -Dschema.write=true

CREATE TABLE "schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);

CREATE INDEX "schema_history_s_idx" ON "schema_history" ("success");

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
, liveness TEXT, openings INTEGER NOT NULL DEFAULT 0, last_error_direction TEXT, last_error_at_unix_ms INTEGER, last_error_count INTEGER, last_error_cleared_at_unix_ms INTEGER) WITHOUT ROWID;

CREATE TABLE connector_queue_state (
  connector_id           TEXT PRIMARY KEY,
  paused                 INTEGER NOT NULL,
  reason                 TEXT,
  since_unix_ms          INTEGER NOT NULL
, draining INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;

CREATE TABLE lanes (
  lane_id                INTEGER PRIMARY KEY,
  direction              TEXT    NOT NULL,
  connector_id           TEXT    NOT NULL,
  conversation_id        TEXT    NOT NULL,
  due_at                 INTEGER,
  owner                  TEXT,
  interrupted            INTEGER NOT NULL DEFAULT 0,
  held                   TEXT, claimed_at INTEGER NOT NULL DEFAULT 0, used_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (direction, connector_id, conversation_id)
);

CREATE INDEX lanes_due ON lanes (direction, connector_id, due_at) WHERE due_at IS NOT NULL;

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

CREATE INDEX lanes_held ON lanes (connector_id, direction) WHERE held IS NOT NULL;

CREATE TABLE "inbound" (
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
  settled_at_unix_ms     INTEGER, free_tries INTEGER NOT NULL DEFAULT 0, attempts_by_cause TEXT,
  UNIQUE (connector_id, envelope_id)
);

CREATE INDEX inbound_claimable ON inbound (lane_id, sequence) WHERE claimable = 1;

CREATE TABLE "outbox" (
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
  unknown_since_unix_ms  INTEGER, free_tries INTEGER NOT NULL DEFAULT 0, refusals INTEGER NOT NULL DEFAULT 0, others_passed INTEGER NOT NULL DEFAULT 0, attempts_by_cause TEXT,
  UNIQUE (connector_id, envelope_id)
);

CREATE INDEX outbox_claimable ON outbox (lane_id, sequence) WHERE claimable = 1;

CREATE INDEX outbox_unknown ON outbox (connector_id) WHERE state = 'unknown';

CREATE INDEX outbox_parts ON outbox (connector_id, message_id, sequence) WHERE message_id IS NOT NULL;

CREATE TABLE "connector_events" (
  connector_id           TEXT    NOT NULL,
  event_id               INTEGER NOT NULL,
  event_type             TEXT    NOT NULL,
  level                  TEXT    NOT NULL,
  message                TEXT    NOT NULL,
  details                TEXT,
  created_at_unix_ms     INTEGER NOT NULL,
  PRIMARY KEY (connector_id, event_id)
) WITHOUT ROWID;

CREATE TABLE rate_limits (
  connector_id           TEXT    NOT NULL,
  route                  TEXT    NOT NULL,
  reason                 TEXT    NOT NULL,
  since_unix_ms          INTEGER NOT NULL,
  until_unix_ms          INTEGER NOT NULL,
  PRIMARY KEY (connector_id, route)
) WITHOUT ROWID;

CREATE TABLE connector_cursors (
  connector_id           TEXT    NOT NULL,
  stream                 TEXT    NOT NULL,
  position               TEXT    NOT NULL,
  updated_at_unix_ms     INTEGER NOT NULL, conversation_id TEXT, read_again_from_unix_ms INTEGER,
  PRIMARY KEY (connector_id, stream)
) WITHOUT ROWID;

CREATE INDEX connector_cursors_by_conversation ON connector_cursors (connector_id, conversation_id);

CREATE TABLE store_clock (
  id                     INTEGER PRIMARY KEY CHECK (id = 1),
  seen_at_unix_ms        INTEGER NOT NULL
);

CREATE TABLE clock_leaps (
  at_unix_ms             INTEGER NOT NULL,
  ms                     INTEGER NOT NULL,
  believed_at_unix_ms    INTEGER
);

CREATE INDEX outbox_refused ON outbox (connector_id) WHERE refusals > 0 AND claimable = 1;

CREATE VIEW palyra_outbox_v1 AS
  SELECT o.sequence, o.connector_id, l.conversation_id, o.envelope_id, o.message_id, o.state, o.attempts,
         o.next_attempt_unix_ms, o.retry_class, o.reason, o.native_message_id, o.created_at_unix_ms, o.settled_at_unix_ms
    FROM outbox o LEFT JOIN lanes l ON l.lane_id = o.lane_id;

CREATE VIEW palyra_inbox_v1 AS
  SELECT i.sequence, i.connector_id, l.conversation_id, i.envelope_id, i.state, i.attempts, i.next_attempt_unix_ms,
         i.reason, i.route_key, i.enqueued_outbound, i.created_at_unix_ms, i.settled_at_unix_ms
    FROM inbound i LEFT JOIN lanes l ON l.lane_id = i.lane_id;

CREATE VIEW palyra_dead_letters_v1 AS
  SELECT dead_letter_id, connector_id, envelope_id, direction, reason, payload, created_at_unix_ms
    FROM dead_letters;

CREATE VIEW palyra_events_v1 AS
  SELECT connector_id, event_id, event_type, level, message, json_extract(details, '$.envelope_id') AS envelope_id, details,
         created_at_unix_ms
    FROM connector_events;

CREATE TABLE event_readers (
  route_id               TEXT PRIMARY KEY,
  seen_at_unix_ms        INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE event_positions (
  route_id               TEXT    NOT NULL,
  connector_id           TEXT    NOT NULL,
  event_id               INTEGER NOT NULL,
  PRIMARY KEY (route_id, connector_id)
) WITHOUT ROWID;

CREATE INDEX event_positions_by_connector ON event_positions (connector_id, event_id);

CREATE TABLE access_rules (
  connector_id           TEXT PRIMARY KEY,
  rules                  TEXT    NOT NULL,
  updated_at_unix_ms     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE access_grants (
  connector_id           TEXT    NOT NULL,
  sender_id              TEXT    NOT NULL,
  sender_display         TEXT,
  conversation_id        TEXT    NOT NULL,
  way                    TEXT    NOT NULL,
  granted_by             TEXT,
  created_at_unix_ms     INTEGER NOT NULL,
  expires_at_unix_ms     INTEGER,
  PRIMARY KEY (connector_id, sender_id)
) WITHOUT ROWID;

CREATE INDEX access_grants_by_end ON access_grants (expires_at_unix_ms) WHERE expires_at_unix_ms IS NOT NULL;

CREATE TABLE access_requests (
  connector_id           TEXT    NOT NULL,
  sender_id              TEXT    NOT NULL,
  sender_display         TEXT,
  conversation_id        TEXT    NOT NULL,
  code                   TEXT    NOT NULL,
  state                  TEXT    NOT NULL,
  told                   INTEGER NOT NULL,
  created_at_unix_ms     INTEGER NOT NULL,
  expires_at_unix_ms     INTEGER NOT NULL,
  PRIMARY KEY (connector_id, sender_id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX access_requests_by_code ON access_requests (connector_id, code);

CREATE INDEX access_requests_by_end ON access_requests (connector_id, state, expires_at_unix_ms);

CREATE TABLE access_codes (
  code_id                TEXT PRIMARY KEY,
  connector_id           TEXT    NOT NULL,
  hash                   TEXT    NOT NULL,
  issued_by              TEXT,
  created_at_unix_ms     INTEGER NOT NULL,
  expires_at_unix_ms     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX access_codes_by_connector ON access_codes (connector_id);

CREATE TABLE access_wrong_codes (
  connector_id           TEXT    NOT NULL,
  envelope_id            TEXT    NOT NULL,
  sender_id              TEXT    NOT NULL,
  at_unix_ms             INTEGER NOT NULL,
  PRIMARY KEY (connector_id, envelope_id)
) WITHOUT ROWID;

CREATE INDEX access_wrong_codes_by_time ON access_wrong_codes (connector_id, at_unix_ms);

CREATE TABLE access_answers (
  connector_id           TEXT    NOT NULL,
  at_unix_ms             INTEGER NOT NULL
);

CREATE INDEX access_answers_by_time ON access_answers (connector_id, at_unix_ms);

CREATE TABLE jobs (
  job_id                 TEXT PRIMARY KEY,
  connector_id           TEXT    NOT NULL,
  decision               TEXT    NOT NULL,
  filter                 TEXT    NOT NULL,
  state                  TEXT    NOT NULL,
  stage                  TEXT    NOT NULL,
  lane_id                INTEGER NOT NULL,
  sequence               INTEGER NOT NULL,
  total                  INTEGER NOT NULL,
  done                   INTEGER NOT NULL,
  refused                INTEGER NOT NULL,
  error                  TEXT,
  operator               TEXT,
  revision               INTEGER NOT NULL,
  created_at_unix_ms     INTEGER NOT NULL,
  updated_at_unix_ms     INTEGER NOT NULL,
  finished_at_unix_ms    INTEGER
) WITHOUT ROWID;

CREATE INDEX jobs_running ON jobs (created_at_unix_ms) WHERE state = 'running';

CREATE INDEX inbound_dead ON inbound (connector_id, lane_id, sequence) WHERE state = 'dead';

CREATE INDEX outbox_dead ON outbox (connector_id, lane_id, sequence) WHERE state = 'dead';

CREATE INDEX dead_letters_by_envelope ON dead_letters (connector_id, envelope_id);

CREATE INDEX dead_letters_by_reason ON dead_letters (connector_id, direction, SUBSTR(reason, 1, 200), dead_letter_id);

CREATE TABLE message_minutes (
  minute_unix_ms         INTEGER NOT NULL,
  connector_id           TEXT    NOT NULL,
  direction              TEXT    NOT NULL,
  run_id                 TEXT    NOT NULL,
  accepted               INTEGER NOT NULL,
  delivered              INTEGER NOT NULL,
  retries                INTEGER NOT NULL,
  dead                   INTEGER NOT NULL,
  unknown                INTEGER NOT NULL,
  depth                  INTEGER,
  oldest_age_ms          INTEGER,
  latencies              TEXT,
  PRIMARY KEY (minute_unix_ms, connector_id, direction, run_id)
) WITHOUT ROWID;

CREATE TABLE program_minutes (
  minute_unix_ms         INTEGER NOT NULL,
  run_id                 TEXT    NOT NULL,
  PRIMARY KEY (minute_unix_ms, run_id)
) WITHOUT ROWID;

CREATE TABLE console_sessions (
  id                     TEXT    NOT NULL PRIMARY KEY,
  token_name             TEXT    NOT NULL,
  token_key              TEXT    NOT NULL,
  created_at_unix_ms     INTEGER NOT NULL,
  used_at_unix_ms        INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE approvals (
  approval_id            TEXT PRIMARY KEY,
  connector_id           TEXT    NOT NULL,
  operation              TEXT    NOT NULL,
  conversation_id        TEXT    NOT NULL,
  message_id             TEXT    NOT NULL,
  request                TEXT    NOT NULL,
  request_sha256         TEXT    NOT NULL,
  state                  TEXT    NOT NULL,
  risk_level             TEXT    NOT NULL,
  reason                 TEXT    NOT NULL,
  requested_by           TEXT    NOT NULL,
  requested_at_unix_ms   INTEGER NOT NULL,
  expires_at_unix_ms     INTEGER NOT NULL,
  decided_by             TEXT,
  decided_at_unix_ms     INTEGER,
  decision_reason        TEXT,
  outcome                TEXT,
  outcome_reason         TEXT,
  before_text            TEXT,
  after_text             TEXT
) WITHOUT ROWID;

CREATE UNIQUE INDEX approvals_open
  ON approvals (connector_id, operation, request_sha256) WHERE state IN ('requested', 'allowed');

CREATE INDEX approvals_unsettled
  ON approvals (approval_id) WHERE state IN ('requested', 'allowed', 'used') AND outcome IS NULL;

CREATE INDEX approvals_by_state ON approvals (state, approval_id);

CREATE INDEX dead_letters_by_direction ON dead_letters (connector_id, direction, created_at_unix_ms);

CREATE INDEX connector_events_by_kind ON connector_events (connector_id, event_type || ' ' || level, event_id)
  WHERE NOT (level = 'info'
             AND event_type IN ('inbound.received', 'inbound.routed', 'outbox.enqueued', 'outbox.delivered'));

CREATE TABLE event_blocks (
  connector_id           TEXT    NOT NULL,
  block                  INTEGER NOT NULL,
  messages               BLOB    NOT NULL,
  PRIMARY KEY (connector_id, block)
);

INSERT INTO store_clock VALUES (1, 0);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (1, '1', 'durable core', 'SQL', 'V1__durable_core.sql', -391907618, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (2, '2', 'limits and cursors', 'SQL', 'V2__limits_and_cursors.sql', 1548262244, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (3, '3', 'free tries', 'SQL', 'V3__free_tries.sql', 1162420515, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (4, '4', 'overlaps', 'SQL', 'V4__overlaps.sql', -1209498528, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (5, '7', 'clock', 'SQL', 'V7__clock.sql', -1130929445, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (6, '8', 'refusals and causes', 'SQL', 'V8__refusals_and_causes.sql', 774472364, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (7, '9', 'views', 'SQL', 'V9__views.sql', 2094710575, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (8, '10', 'event positions', 'SQL', 'V10__event_positions.sql', -1716979670, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (9, '11', 'access', 'SQL', 'V11__access.sql', 1532026315, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (10, '12', 'nodes', 'SQL', 'V12__nodes.sql', -104744877, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (11, '14', 'jobs and errors', 'SQL', 'V14__jobs_and_errors.sql', -424814575, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (12, '15', 'attempts causes and minutes', 'SQL', 'V15__attempts_causes_and_minutes.sql', -1992276969, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (13, '16', 'console sessions', 'SQL', 'V16__console_sessions.sql', -187267688, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (14, '17', 'approvals', 'SQL', 'V17__approvals.sql', -73063850, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (15, '18', 'indexes of events', 'SQL', 'V18__indexes_of_events.sql', 343495656, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (16, '19', 'seldom events', 'SQL', 'V19__seldom_events.sql', 236605936, '', 0, 1);

INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
VALUES (17, '20', 'blocks of events', 'SQL', 'V20__blocks_of_events.sql', 601110493, '', 0, 1);
