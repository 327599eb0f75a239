-- Events of a kind are found by blocks of 256 numbers that have some of it, at a few rows for each block: an index cost a row
-- for each event.
CREATE TABLE event_kinds (
  connector_id           TEXT COLLATE "C" NOT NULL,
  kind                   TEXT COLLATE "C" NOT NULL,
  block                  BIGINT  NOT NULL,
  PRIMARY KEY (connector_id, kind, block)
);
INSERT INTO event_kinds (connector_id, kind, block)
SELECT DISTINCT connector_id, event_type || ' ' || level, event_id / 256 FROM connector_events;
DROP INDEX connector_events_by_kind;
