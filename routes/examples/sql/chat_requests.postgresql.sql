-- For database-to-chat.camel.yaml, PostgreSQL 13 and later. Write to it in the transaction that the message belongs to:
--   INSERT INTO chat_requests (id, connector_id, conversation_id, body) VALUES ('order-17-paid', 'echo:default', 'ops', 'Paid');
CREATE TABLE chat_requests (
  seq                    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id                     VARCHAR(192) NOT NULL,   -- chosen by you: the same id is one message, also when it is written again
  connector_id           VARCHAR(128) NOT NULL,
  conversation_id        VARCHAR(256) NOT NULL,
  body                   TEXT NOT NULL,
  reply_thread_id        VARCHAR(256),
  in_reply_to_message_id VARCHAR(256),
  created_at             TIMESTAMPTZ NOT NULL DEFAULT now(),
  state                  VARCHAR(8) NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'sent', 'refused')),
  reason                 TEXT,                    -- why it was refused
  claimed_by             VARCHAR(128),            -- the program that has it, or had it
  done_at                TIMESTAMPTZ,
  UNIQUE (connector_id, id)
);
CREATE INDEX chat_requests_next ON chat_requests (connector_id, seq) WHERE state = 'new';
CREATE INDEX chat_requests_claimed ON chat_requests (connector_id, claimed_by, seq)
  WHERE state = 'new' AND claimed_by IS NOT NULL;
