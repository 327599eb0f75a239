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
