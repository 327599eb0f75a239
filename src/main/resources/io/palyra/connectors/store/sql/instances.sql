-- Connector instances, and whether their queues are paused.

--: instances
SELECT * FROM connector_instances ORDER BY connector_id

--: save_instance(connector_id, kind, principal, auth_profile_ref, token_vault_ref,
--:   egress_allowlist, enabled, declared, readiness, now)
INSERT INTO connector_instances (connector_id, kind, principal, auth_profile_ref, token_vault_ref,
       egress_allowlist, enabled, declared, readiness, created_at_unix_ms, updated_at_unix_ms)
VALUES (:connector_id, :kind, :principal, :auth_profile_ref, :token_vault_ref,
        :egress_allowlist, :enabled, :declared, :readiness, :now, :now)
ON CONFLICT (connector_id) DO UPDATE
   SET kind = excluded.kind, principal = excluded.principal, auth_profile_ref = excluded.auth_profile_ref,
       token_vault_ref = excluded.token_vault_ref, egress_allowlist = excluded.egress_allowlist,
       enabled = excluded.enabled, declared = excluded.declared, readiness = excluded.readiness,
       updated_at_unix_ms = excluded.updated_at_unix_ms

-- Enabling one that is enabled has whoever runs it open it anew.
--: save_enabled(enabled, now, connector_id)
UPDATE connector_instances SET enabled = :enabled, openings = openings + 1, updated_at_unix_ms = :now
 WHERE connector_id = :connector_id

--: save_state(readiness, restart_count, last_error, error_direction, error_at, error_count, error_cleared_at,
--:   last_inbound, last_outbound, liveness, now, connector_id)
UPDATE connector_instances
   SET readiness = :readiness, restart_count = :restart_count, last_error = :last_error,
       last_error_direction = :error_direction, last_error_at_unix_ms = :error_at, last_error_count = :error_count,
       last_error_cleared_at_unix_ms = :error_cleared_at,
       last_inbound_unix_ms = :last_inbound, last_outbound_unix_ms = :last_outbound, liveness = :liveness,
       updated_at_unix_ms = :now
 WHERE connector_id = :connector_id

-- What goes with an instance, so that one of the same name later lets in nobody whom nobody let in there.
--: remove_instance(connector_id)
--:   for connector_instances, connector_queue_state, connector_cursors, rate_limits,
--:   access_rules, access_grants, access_requests, access_codes, access_wrong_codes, access_answers, approvals
DELETE FROM {table} WHERE connector_id = :connector_id

--: forget_refusals(connector_id)
UPDATE outbox SET refusals = 0, others_passed = 0 WHERE connector_id = :connector_id AND refusals > 0 AND claimable = 1

--: pauses
SELECT * FROM connector_queue_state WHERE paused = 1

--: pause_queue(connector_id, reason, since)
INSERT INTO connector_queue_state (connector_id, paused, reason, since_unix_ms)
VALUES (:connector_id, 1, :reason, :since)
ON CONFLICT (connector_id) DO UPDATE
   SET paused = 1, reason = excluded.reason, since_unix_ms = excluded.since_unix_ms, draining = 0

--: drain_queue(draining, connector_id)
UPDATE connector_queue_state SET draining = :draining WHERE connector_id = :connector_id

--: resume_queue(connector_id)
DELETE FROM connector_queue_state WHERE connector_id = :connector_id
