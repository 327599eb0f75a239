SELECT due_at FROM lanes WHERE direction = ? AND connector_id = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1
