-- How far the routes that begin with palyra-events have come: of each connector, the last event that a route is done with.
-- seen_at: when the route last ran; one that has been gone for longer than events are kept is forgotten.

CREATE TABLE event_readers (
  route_id               TEXT PRIMARY KEY,
  seen_at_unix_ms        INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE event_positions (
  route_id               TEXT    NOT NULL,
  connector_id           TEXT    NOT NULL,
  event_id               INTEGER NOT NULL,
  PRIMARY KEY (route_id, connector_id)
) WITHOUT ROWID;
CREATE INDEX event_positions_by_connector ON event_positions (connector_id, event_id);
