-- What an operator has started and what goes on by itself, such as the replay of all dead letters of a connector. Decision:
-- replay, discard. Filter is JSON. Stage, lane_id and sequence say how far it has come. State: running, done, canceled,
-- failed. Revision counts up with each step.
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

-- Conversation by conversation, in the order of their messages.
CREATE INDEX inbound_dead ON inbound (connector_id, lane_id, sequence) WHERE state = 'dead';
CREATE INDEX outbox_dead ON outbox (connector_id, lane_id, sequence) WHERE state = 'dead';
CREATE INDEX dead_letters_by_envelope ON dead_letters (connector_id, envelope_id);

-- When and how often it happened, in which direction, and since when something works again.
ALTER TABLE connector_instances ADD COLUMN last_error_direction TEXT;
ALTER TABLE connector_instances ADD COLUMN last_error_at_unix_ms INTEGER;
ALTER TABLE connector_instances ADD COLUMN last_error_count INTEGER;
ALTER TABLE connector_instances ADD COLUMN last_error_cleared_at_unix_ms INTEGER;
