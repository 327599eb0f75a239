-- Who may talk to the daemon: rules, grants, requests and codes.

--: is_instance(connector_id)
SELECT COUNT(*) FROM connector_instances WHERE connector_id = :connector_id

--: all_access_rules
SELECT * FROM access_rules

--: access_rules(connector_id)
SELECT * FROM access_rules WHERE connector_id = :connector_id

--: save_access_rules(connector_id, rules, now)
INSERT INTO access_rules (connector_id, rules, updated_at_unix_ms) VALUES (:connector_id, :rules, :now)
ON CONFLICT (connector_id) DO UPDATE
   SET rules = excluded.rules, updated_at_unix_ms = excluded.updated_at_unix_ms

--: grants
SELECT * FROM access_grants

--: grant(connector_id, sender_id)
SELECT * FROM access_grants WHERE connector_id = :connector_id AND sender_id = :sender_id

--: save_grant(connector_id, sender_id, sender_display, conversation_id, way, granted_by, created_at, expires_at)
INSERT INTO access_grants (connector_id, sender_id, sender_display, conversation_id, way, granted_by,
       created_at_unix_ms, expires_at_unix_ms)
VALUES (:connector_id, :sender_id, :sender_display, :conversation_id, :way, :granted_by, :created_at, :expires_at)
ON CONFLICT (connector_id, sender_id) DO UPDATE
   SET sender_display = excluded.sender_display, conversation_id = excluded.conversation_id,
       way = excluded.way, granted_by = excluded.granted_by,
       created_at_unix_ms = excluded.created_at_unix_ms, expires_at_unix_ms = excluded.expires_at_unix_ms

--: remove_grant(connector_id, sender_id)
DELETE FROM access_grants WHERE connector_id = :connector_id AND sender_id = :sender_id

--: access_requests
SELECT * FROM access_requests

--: request_of_sender(connector_id, sender_id)
SELECT * FROM access_requests WHERE connector_id = :connector_id AND sender_id = :sender_id

--: request_by_code(connector_id, code)
SELECT * FROM access_requests WHERE connector_id = :connector_id AND code = :code

--: save_request(connector_id, sender_id, sender_display, conversation_id, code, state, told, created_at, expires_at)
INSERT INTO access_requests (connector_id, sender_id, sender_display, conversation_id, code, state, told,
       created_at_unix_ms, expires_at_unix_ms)
VALUES (:connector_id, :sender_id, :sender_display, :conversation_id, :code, :state, :told, :created_at, :expires_at)
ON CONFLICT (connector_id, sender_id) DO UPDATE
   SET sender_display = excluded.sender_display, conversation_id = excluded.conversation_id,
       code = excluded.code, state = excluded.state, told = excluded.told,
       created_at_unix_ms = excluded.created_at_unix_ms, expires_at_unix_ms = excluded.expires_at_unix_ms

--: open_requests(connector_id, now)
SELECT COUNT(*) FROM access_requests
 WHERE connector_id = :connector_id AND state = 'open' AND expires_at_unix_ms > :now

--: remove_request(connector_id, sender_id)
DELETE FROM access_requests WHERE connector_id = :connector_id AND sender_id = :sender_id

--: access_codes(connector_id)
SELECT * FROM access_codes WHERE connector_id = :connector_id ORDER BY created_at_unix_ms, code_id

--: add_access_code(code_id, connector_id, hash, issued_by, created_at, expires_at)
INSERT INTO access_codes (code_id, connector_id, hash, issued_by, created_at_unix_ms, expires_at_unix_ms)
VALUES (:code_id, :connector_id, :hash, :issued_by, :created_at, :expires_at)

--: remove_access_code(connector_id, code_id)
DELETE FROM access_codes WHERE connector_id = :connector_id AND code_id = :code_id

--: add_wrong_code(connector_id, envelope_id, sender_id, now)
INSERT INTO access_wrong_codes (connector_id, envelope_id, sender_id, at_unix_ms)
VALUES (:connector_id, :envelope_id, :sender_id, :now)
ON CONFLICT DO NOTHING

--: wrong_codes(connector_id, since, sender_id)
SELECT COUNT(*) FROM access_wrong_codes
 WHERE connector_id = :connector_id AND at_unix_ms > :since AND sender_id = COALESCE(:sender_id, sender_id)

--: add_answer(connector_id, now)
INSERT INTO access_answers (connector_id, at_unix_ms) VALUES (:connector_id, :now)

--: answers(connector_id, since)
SELECT COUNT(*) FROM access_answers WHERE connector_id = :connector_id AND at_unix_ms > :since

--: forget_ended(through) for access_grants, access_requests, access_codes
DELETE FROM {table} WHERE expires_at_unix_ms <= :through

--: forget_old(through) for access_wrong_codes, access_answers
DELETE FROM {table} WHERE at_unix_ms <= :through
