-- Who has opened the console with a token. The cookie's value is not here: id is its SHA-256, and token_key a key that is
-- derived from the token, so that a session ends where its token is another one.
CREATE TABLE console_sessions (
  id                     TEXT    NOT NULL PRIMARY KEY,
  token_name             TEXT    NOT NULL,
  token_key              TEXT    NOT NULL,
  created_at_unix_ms     INTEGER NOT NULL,
  used_at_unix_ms        INTEGER NOT NULL
) WITHOUT ROWID;
