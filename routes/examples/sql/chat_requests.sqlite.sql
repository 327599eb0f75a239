-- For database-to-chat.camel.yaml, SQLite 3.35 and later. Write to it in the transaction that the message belongs to:
--   INSERT INTO chat_requests (id, connector_id, conversation_id, body) VALUES ('order-17-paid', 'echo:default', 'ops', 'Paid');
CREATE TABLE chat_requests (
  seq                    INTEGER PRIMARY KEY AUTOINCREMENT,
  id                     TEXT NOT NULL,           -- chosen by you: the same id is one message, also when it is written again
  connector_id           TEXT NOT NULL,
  conversation_id        TEXT NOT NULL,
  body                   TEXT NOT NULL,
  reply_thread_id        TEXT,
  in_reply_to_message_id TEXT,
  created_at             TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  state                  TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'sent', 'refused')),
  reason                 TEXT,                    -- why it was refused
  claimed_by             TEXT,                    -- the program that has it, or had it
  done_at                TEXT,
  UNIQUE (connector_id, id)
);
CREATE INDEX chat_requests_next ON chat_requests (connector_id, seq) WHERE state = 'new';
CREATE INDEX chat_requests_claimed ON chat_requests (connector_id, claimed_by, seq)
  WHERE state = 'new' AND claimed_by IS NOT NULL;
