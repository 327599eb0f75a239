-- Who may talk to the daemon. Ids are stored as the platform's events carry them.
-- What operators have set of the rules of an instance, as JSON; what the settings file sets is not here.

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

-- hash: the code itself is shown once, and kept nowhere.

CREATE TABLE access_codes (
  code_id                TEXT PRIMARY KEY,
  connector_id           TEXT    NOT NULL,
  hash                   TEXT    NOT NULL,
  issued_by              TEXT,
  created_at_unix_ms     INTEGER NOT NULL,
  expires_at_unix_ms     INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX access_codes_by_connector ON access_codes (connector_id);

-- Limits that a restart must not lift: wrong codes within an hour, answers within a minute.

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
