-- For database-to-chat.camel.yaml, MariaDB 10.6 and later. Write to it in the transaction that the message belongs to:
--   INSERT INTO chat_requests (id, connector_id, conversation_id, body) VALUES ('order-17-paid', 'echo:default', 'ops', 'Paid');
CREATE TABLE chat_requests (
  seq                    BIGINT AUTO_INCREMENT PRIMARY KEY,
  id                     VARCHAR(192) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, -- chosen by you: the same id is one message
  connector_id           VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  conversation_id        VARCHAR(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  body                   MEDIUMTEXT CHARACTER SET utf8mb4 NOT NULL,
  reply_thread_id        VARCHAR(256),
  in_reply_to_message_id VARCHAR(256),
  created_at             TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  state                  VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'sent', 'refused')),
  reason                 TEXT,                    -- why it was refused
  claimed_by             VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, -- the program that has it, or had it
  done_at                TIMESTAMP(3) NULL,
  UNIQUE (connector_id, id),
  INDEX chat_requests_next (connector_id, state, seq),
  INDEX chat_requests_claimed (connector_id, state, claimed_by, seq)
) ENGINE = InnoDB;
