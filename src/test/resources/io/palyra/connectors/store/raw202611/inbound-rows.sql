SELECT sequence, envelope_id, payload, attempts, free_tries, attempts_by_cause, created_at_unix_ms, NULL, NULL
  FROM inbound
 WHERE lane_id = ? AND claimable = 1 ORDER BY sequence LIMIT ?
