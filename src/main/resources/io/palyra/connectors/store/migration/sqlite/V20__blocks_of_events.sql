-- Events are found by their message in blocks of 4,096 numbers of a connector: a row says by hashes which messages the
-- events of a block are about. An index of each event cost every message nearly as much as its events did.
DROP INDEX connector_events_by_message;
CREATE TABLE event_blocks (
  connector_id           TEXT    NOT NULL,
  block                  INTEGER NOT NULL,
  messages               BLOB    NOT NULL,
  PRIMARY KEY (connector_id, block)
);
