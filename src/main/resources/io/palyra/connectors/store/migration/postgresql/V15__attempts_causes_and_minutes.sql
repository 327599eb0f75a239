-- What operators look for: what a message has gone through, what messages fail of, and how many there were by the minute.

-- The attempts of a message that have failed, and what was decided about it. Most messages have none. Of details in which
-- \u0000 stands, see the view of events.
CREATE INDEX connector_events_of_attempts
  ON connector_events (
       connector_id,
       ((CAST(regexp_replace(details, '(\\\\)|\\u0000', '\1', 'g') AS json) ->> 'envelope_id') COLLATE "C"),
       event_id)
  WHERE event_type IN ('inbound.retry', 'inbound.dead_letter', 'outbox.retry', 'outbox.unknown', 'outbox.dead_letter',
                       'dead_letter.replayed', 'dead_letter.discarded');

-- A reason may be longer than an index takes.
CREATE INDEX dead_letters_by_reason ON dead_letters (connector_id, direction, SUBSTR(reason, 1, 200), dead_letter_id);

-- Each run of a program writes rows of its own, as often as it likes: they hold all that it has counted in that minute.
-- Depth and oldest_age_ms: of what was not settled, the greatest that somebody saw in that minute. Latencies: a histogram of
-- milliseconds, compressed.
CREATE TABLE message_minutes (
  minute_unix_ms         BIGINT  NOT NULL,
  connector_id           TEXT COLLATE "C" NOT NULL,
  direction              TEXT COLLATE "C" NOT NULL,
  run_id                 TEXT COLLATE "C" NOT NULL,
  accepted               BIGINT  NOT NULL,
  delivered              BIGINT  NOT NULL,
  retries                BIGINT  NOT NULL,
  dead                   BIGINT  NOT NULL,
  unknown                BIGINT  NOT NULL,
  depth                  BIGINT,
  oldest_age_ms          BIGINT,
  latencies              TEXT COLLATE "C",
  PRIMARY KEY (minute_unix_ms, connector_id, direction, run_id)
);

-- In which minutes a run looked at its queues: where it did and there is no row above, there was nothing.
CREATE TABLE program_minutes (
  minute_unix_ms         BIGINT  NOT NULL,
  run_id                 TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (minute_unix_ms, run_id)
);
