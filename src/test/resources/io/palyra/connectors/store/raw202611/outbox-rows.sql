SELECT sequence, envelope_id, payload, attempts, free_tries, attempts_by_cause, created_at_unix_ms,
       unknown_since_unix_ms, retry_class
  FROM outbox
 WHERE lane_id = ? AND claimable = 1 ORDER BY sequence LIMIT ?
