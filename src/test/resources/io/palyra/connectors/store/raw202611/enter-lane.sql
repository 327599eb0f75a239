INSERT INTO lanes (direction, connector_id, conversation_id, due_at, used_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (direction, connector_id, conversation_id) DO UPDATE
   SET due_at = CASE WHEN lanes.held IS NULL THEN COALESCE(lanes.due_at, excluded.due_at) END,
       used_at = excluded.used_at
RETURNING lane_id
