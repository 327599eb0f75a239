-- Since when (unix ms) the lane's owner has it. interrupted is that time where an owner vanished with the lane in hand: from
-- then on its first message may have been handed over. 0: no.
ALTER TABLE lanes ADD COLUMN claimed_at INTEGER NOT NULL DEFAULT 0;
-- When the last message entered; a lane that has been empty for longer than anything is kept is purged.
ALTER TABLE lanes ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
UPDATE lanes SET used_at = CAST(unixepoch('subsec') * 1000 AS INTEGER);
CREATE INDEX lanes_held ON lanes (connector_id, direction) WHERE held IS NOT NULL;

-- Since when the outcome has not been known: the platform recognises a second send for a limited time only.
ALTER TABLE outbox ADD COLUMN unknown_since_unix_ms INTEGER;

-- What a platform has limited: route '' is the whole connector.
CREATE TABLE rate_limits (
  connector_id           TEXT    NOT NULL,
  route                  TEXT    NOT NULL,
  reason                 TEXT    NOT NULL,
  since_unix_ms          INTEGER NOT NULL,
  until_unix_ms          INTEGER NOT NULL,
  PRIMARY KEY (connector_id, route)
) WITHOUT ROWID;

-- How far a connector has read its platform's streams; moved only after what it covers was admitted.
CREATE TABLE connector_cursors (
  connector_id           TEXT    NOT NULL,
  stream                 TEXT    NOT NULL,
  position               TEXT    NOT NULL,
  updated_at_unix_ms     INTEGER NOT NULL,
  PRIMARY KEY (connector_id, stream)
) WITHOUT ROWID;
