-- However many events there are, those about a message are found by it, and those of a type or a level by these. The
-- first takes the place of an index of attempts alone.
DROP INDEX connector_events_of_attempts;
CREATE INDEX connector_events_by_message
  ON connector_events (connector_id, json_extract(details, '$.envelope_id'), event_id);
CREATE INDEX connector_events_by_kind ON connector_events (connector_id, event_type || ' ' || level, event_id);

-- They are counted with each look at the queues.
CREATE INDEX dead_letters_by_direction ON dead_letters (connector_id, direction, created_at_unix_ms);
