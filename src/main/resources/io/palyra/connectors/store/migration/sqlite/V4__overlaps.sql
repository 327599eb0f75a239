-- What a platform that is read behind a position may give once more is kept in the inbox, however old it is.

-- conversation_id: whose messages; '' is every one of the connector, null: the stream has no overlap.
-- read_again_from_unix_ms: the time, by the platform, of the oldest of them.
ALTER TABLE connector_cursors ADD COLUMN conversation_id TEXT;
ALTER TABLE connector_cursors ADD COLUMN read_again_from_unix_ms INTEGER;

-- Positions in Discord's channels are ids, which begin with the time since 2015; the overlap is a minute.
UPDATE connector_cursors
   SET conversation_id = 'discord:' || stream,
       read_again_from_unix_ms = (CAST(position AS INTEGER) >> 22) + 1420070400000 - 60000
 WHERE connector_id LIKE 'discord:%' AND stream LIKE 'channel:%';

CREATE INDEX connector_cursors_by_conversation ON connector_cursors (connector_id, conversation_id);
