UPDATE lanes
   SET owner = ?, due_at = ?, claimed_at = ?,
       interrupted = CASE WHEN owner IS NULL OR interrupted > 0 THEN interrupted ELSE claimed_at END
 WHERE lane_id IN (SELECT lane_id FROM lanes
                    WHERE direction = ? AND connector_id = ? AND due_at <= ? AND lane_id <> ?
                    ORDER BY due_at LIMIT ?)
RETURNING lane_id, conversation_id, interrupted
