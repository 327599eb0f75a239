-- What operators look for: what a message has gone through, what messages fail of, and how many there were by the minute.

-- The attempts of a message that have failed, and what was decided about it. Most messages have none.
CREATE INDEX connector_events_of_attempts
  ON connector_events (connector_id, json_extract(details, '$.envelope_id'), event_id)
  WHERE event_type IN ('inbound.retry', 'inbound.dead_letter', 'outbox.retry', 'outbox.unknown', 'outbox.dead_letter',
                       'dead_letter.replayed', 'dead_letter.discarded');

-- A reason may be longer than an index takes.
CREATE INDEX dead_letters_by_reason ON dead_letters (connector_id, direction, SUBSTR(reason, 1, 200), dead_letter_id);

-- Each run of a program writes rows of its own, as often as it likes: they hold all that it has counted in that minute.
-- Depth and oldest_age_ms: of what was not settled, the greatest that somebody saw in that minute. Latencies: a histogram of
-- milliseconds, compressed.
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

-- In which minutes a run looked at its queues: where it did and there is no row above, there was nothing.
CREATE TABLE program_minutes (
  minute_unix_ms         INTEGER NOT NULL,
  run_id                 TEXT    NOT NULL,
  PRIMARY KEY (minute_unix_ms, run_id)
) WITHOUT ROWID;
