-- Who has opened the console.

--: open_console_session(id, token_name, token_key, now)
INSERT INTO console_sessions (id, token_name, token_key, created_at_unix_ms, used_at_unix_ms)
VALUES (:id, :token_name, :token_key, :now, :now)

--: console_session(id)
SELECT * FROM console_sessions WHERE id = :id

--: console_session_used(id, now)
UPDATE console_sessions SET used_at_unix_ms = :now WHERE id = :id AND used_at_unix_ms < :now

--: end_console_session(id)
DELETE FROM console_sessions WHERE id = :id

--: end_console_sessions(token_name)
DELETE FROM console_sessions WHERE token_name = :token_name

-- There are few of them.
--: forget_console_sessions(created_before, used_before)
DELETE FROM console_sessions WHERE created_at_unix_ms < :created_before OR used_at_unix_ms < :used_before
