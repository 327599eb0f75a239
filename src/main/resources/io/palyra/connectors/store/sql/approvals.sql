-- Changes of messages that wait for a second person. Each step says from which state it starts: of two at once, one
-- succeeds.

-- Not where an open one is for the very same change.
--: insert_approval(id, connector_id, operation, conversation_id, message_id, request, sha256, state, risk_level, reason,
--:   requested_by, requested_at, expires_at, before_text, after_text)
INSERT INTO approvals (approval_id, connector_id, operation, conversation_id, message_id, request, request_sha256, state,
                       risk_level, reason, requested_by, requested_at_unix_ms, expires_at_unix_ms, before_text, after_text)
VALUES (:id, :connector_id, :operation, :conversation_id, :message_id, :request, :sha256, :state,
        :risk_level, :reason, :requested_by, :requested_at, :expires_at, :before_text, :after_text)
ON CONFLICT DO NOTHING

--: find_open_approval(connector_id, operation, sha256)
SELECT * FROM approvals
 WHERE connector_id = :connector_id AND operation = :operation AND request_sha256 = :sha256
   AND state IN ('requested', 'allowed')

--: find_approval(id)
SELECT * FROM approvals WHERE approval_id = :id

--: decide_approval(state, by, now, reason, id)
UPDATE approvals SET state = :state, decided_by = :by, decided_at_unix_ms = :now, decision_reason = :reason
 WHERE approval_id = :id AND state = 'requested' AND expires_at_unix_ms > :now

--: expire_approval(id, now)
UPDATE approvals SET state = 'expired'
 WHERE approval_id = :id AND state IN ('requested', 'allowed') AND expires_at_unix_ms <= :now

--: use_approval(id, now)
UPDATE approvals SET state = 'used' WHERE approval_id = :id AND state = 'allowed' AND expires_at_unix_ms > :now

-- Who asked the platform knows better than who found it unfinished.
--: finish_approval(outcome, reason, id)
UPDATE approvals SET outcome = :outcome, outcome_reason = :reason
 WHERE approval_id = :id AND state = 'used' AND (outcome IS NULL OR outcome = 'unknown')

--: latest_approvals(before, limit)
SELECT * FROM approvals WHERE approval_id < :before ORDER BY approval_id DESC LIMIT :limit

--: latest_approvals_in_state(state, before, limit)
SELECT * FROM approvals {indexed_by(approvals_by_state)}
 WHERE state = :state AND approval_id < :before ORDER BY approval_id DESC LIMIT :limit

--: unsettled_approvals
SELECT * FROM approvals {indexed_by(approvals_unsettled)}
 WHERE state IN ('requested', 'allowed', 'used') AND outcome IS NULL ORDER BY approval_id
