-- What an operator has started and what goes on by itself, such as the replay of all dead letters of a connector. Decision:
-- replay, discard. Filter is JSON. Stage, lane_id and sequence say how far it has come. State: running, done, canceled,
-- failed. Revision counts up with each step.
CREATE TABLE jobs (
  job_id                 TEXT COLLATE "C" PRIMARY KEY,
  connector_id           TEXT COLLATE "C" NOT NULL,
  decision               TEXT COLLATE "C" NOT NULL,
  filter                 TEXT COLLATE "C" NOT NULL,
  state                  TEXT COLLATE "C" NOT NULL,
  stage                  TEXT COLLATE "C" NOT NULL,
  lane_id                BIGINT  NOT NULL,
  sequence               BIGINT  NOT NULL,
  total                  BIGINT  NOT NULL,
  done                   BIGINT  NOT NULL,
  refused                BIGINT  NOT NULL,
  error                  TEXT COLLATE "C",
  operator               TEXT COLLATE "C",
  revision               BIGINT  NOT NULL,
  created_at_unix_ms     BIGINT  NOT NULL,
  updated_at_unix_ms     BIGINT  NOT NULL,
  finished_at_unix_ms    BIGINT
);
CREATE INDEX jobs_running ON jobs (created_at_unix_ms) WHERE state = 'running';

-- Conversation by conversation, in the order of their messages.
CREATE INDEX inbound_dead ON inbound (connector_id, lane_id, sequence) WHERE state = 'dead';
CREATE INDEX outbox_dead ON outbox (connector_id, lane_id, sequence) WHERE state = 'dead';
CREATE INDEX dead_letters_by_envelope ON dead_letters (connector_id, envelope_id);

-- When and how often it happened, in which direction, and since when something works again.
ALTER TABLE connector_instances ADD COLUMN last_error_direction TEXT COLLATE "C";
ALTER TABLE connector_instances ADD COLUMN last_error_at_unix_ms BIGINT;
ALTER TABLE connector_instances ADD COLUMN last_error_count BIGINT;
ALTER TABLE connector_instances ADD COLUMN last_error_cleared_at_unix_ms BIGINT;
