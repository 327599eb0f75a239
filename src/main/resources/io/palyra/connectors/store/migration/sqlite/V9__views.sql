-- What reports may read, and what stays as it is when the tables change: names and columns of a view with _v1 are kept.
-- A migration that rewrites a table drops the views on it first and makes them anew.

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
