UPDATE lanes SET owner = NULL, interrupted = ?,
       due_at = CASE WHEN EXISTS (SELECT 1 FROM outbox
                                   WHERE outbox.lane_id = lanes.lane_id AND claimable = 1)
                     THEN ? END
 WHERE lane_id = ? AND owner = ?
