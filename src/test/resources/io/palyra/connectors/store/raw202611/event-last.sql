SELECT MAX(COALESCE((SELECT MAX(event_id) FROM connector_events WHERE connector_id = ?1), 0),
           COALESCE((SELECT MAX(event_id) FROM event_positions WHERE connector_id = ?1), 0))
