UPDATE inbound SET state = 'routed', claimable = 0, attempts = ?, reason = ?, route_key = ?, enqueued_outbound = ?,
       next_attempt_unix_ms = NULL, settled_at_unix_ms = ?
 WHERE sequence = ?
