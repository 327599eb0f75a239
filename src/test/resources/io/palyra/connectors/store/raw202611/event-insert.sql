INSERT INTO connector_events (connector_id, event_id, event_type, level, message, details, created_at_unix_ms)
VALUES (?, ?, ?, ?, ?, ?, ?)
