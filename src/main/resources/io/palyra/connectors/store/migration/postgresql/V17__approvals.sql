-- Changes of messages that wait for a second person, or did. Operation: edit, delete, react_add, react_remove. Request is what
-- is carried out, as JSON. State: requested, allowed, denied, expired, used. Used is committed before the platform is asked;
-- outcome (done, denied, failed, unknown) after.
CREATE TABLE approvals (
  approval_id            TEXT COLLATE "C" PRIMARY KEY,
  connector_id           TEXT COLLATE "C" NOT NULL,
  operation              TEXT COLLATE "C" NOT NULL,
  conversation_id        TEXT COLLATE "C" NOT NULL,
  message_id             TEXT COLLATE "C" NOT NULL,
  request                TEXT COLLATE "C" NOT NULL,
  request_sha256         TEXT COLLATE "C" NOT NULL,
  state                  TEXT COLLATE "C" NOT NULL,
  risk_level             TEXT COLLATE "C" NOT NULL,
  reason                 TEXT COLLATE "C" NOT NULL,
  requested_by           TEXT COLLATE "C" NOT NULL,
  requested_at_unix_ms   BIGINT  NOT NULL,
  expires_at_unix_ms     BIGINT  NOT NULL,
  decided_by             TEXT COLLATE "C",
  decided_at_unix_ms     BIGINT,
  decision_reason        TEXT COLLATE "C",
  outcome                TEXT COLLATE "C",
  outcome_reason         TEXT COLLATE "C",
  before_text            TEXT COLLATE "C",
  after_text             TEXT COLLATE "C"
);
CREATE UNIQUE INDEX approvals_open
  ON approvals (connector_id, operation, request_sha256) WHERE state IN ('requested', 'allowed');
CREATE INDEX approvals_unsettled
  ON approvals (approval_id) WHERE state IN ('requested', 'allowed', 'used') AND outcome IS NULL;
CREATE INDEX approvals_by_state ON approvals (state, approval_id);
