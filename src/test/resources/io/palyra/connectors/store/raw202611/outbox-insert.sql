INSERT INTO outbox (lane_id, connector_id, envelope_id, message_id, payload, state, created_at_unix_ms)
VALUES (?, ?, ?, ?, ?, 'pending', ?)
ON CONFLICT (connector_id, envelope_id) DO NOTHING
