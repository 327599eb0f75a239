-- For digest-to-chat.camel.yaml: the tables of Camel's JdbcAggregationRepository, named digest, and of its
-- JdbcMessageIdRepository.
CREATE TABLE digest (
  id                     TEXT NOT NULL PRIMARY KEY,
  exchange               BLOB NOT NULL,
  version                BIGINT NOT NULL,
  body                   TEXT
);
CREATE TABLE digest_completed (
  id                     TEXT NOT NULL PRIMARY KEY,
  exchange               BLOB NOT NULL,
  version                BIGINT NOT NULL,
  body                   TEXT
);
CREATE TABLE CAMEL_MESSAGEPROCESSED (
  processorName          TEXT NOT NULL,
  messageId              TEXT NOT NULL,
  createdAt              TIMESTAMP,
  PRIMARY KEY (processorName, messageId)
);

-- Camel reads the version as a Long, and SQLite's driver gives an Integer for what fits into one: versions begin above that.
CREATE TRIGGER digest_version AFTER INSERT ON digest WHEN NEW.version < 4294967296 BEGIN
  UPDATE digest SET version = NEW.version + 4294967296 WHERE id = NEW.id;
END;
CREATE TRIGGER digest_completed_version AFTER INSERT ON digest_completed WHEN NEW.version < 4294967296 BEGIN
  UPDATE digest_completed SET version = NEW.version + 4294967296 WHERE id = NEW.id;
END;
