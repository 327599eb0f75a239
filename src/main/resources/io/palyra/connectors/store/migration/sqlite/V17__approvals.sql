-- Changes of messages that wait for a second person, or did. Operation: edit, delete, react_add, react_remove. Request is what
-- is carried out, as JSON. State: requested, allowed, denied, expired, used. Used is committed before the platform is asked;
-- outcome (done, denied, failed, unknown) after.
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
