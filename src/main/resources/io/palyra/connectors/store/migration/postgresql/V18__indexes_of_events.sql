-- However many events there are, those about a message are found by it, and those of a type or a level by these. The
-- first takes the place of an index of attempts alone. Of details in which \u0000 stands, see the view of events.
DROP INDEX connector_events_of_attempts;
CREATE INDEX connector_events_by_message
  ON connector_events (
       connector_id,
       ((CAST(CASE WHEN strpos(details, '\u0000') = 0 THEN details
                   ELSE regexp_replace(details, '(\\\\)|\\u0000', '\1', 'g') END AS json)
           ->> 'envelope_id') COLLATE "C"),
       event_id);
CREATE INDEX connector_events_by_kind ON connector_events (connector_id, (event_type || ' ' || level), event_id);

-- They are counted with each look at the queues.
CREATE INDEX dead_letters_by_direction ON dead_letters (connector_id, direction, created_at_unix_ms);

-- As the index has it.
CREATE OR REPLACE VIEW palyra_events_v1 AS
  SELECT connector_id, event_id, event_type, level, message,
         (CAST(CASE WHEN strpos(details, '\u0000') = 0 THEN details
                    ELSE regexp_replace(details, '(\\\\)|\\u0000', '\1', 'g') END AS json)
            ->> 'envelope_id') COLLATE "C" AS envelope_id,
         details, created_at_unix_ms
    FROM connector_events;
