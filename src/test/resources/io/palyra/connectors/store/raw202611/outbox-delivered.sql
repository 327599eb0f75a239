UPDATE outbox SET state = 'delivered', claimable = 0, native_message_id = ?, attempts = ?, next_attempt_unix_ms = NULL,
       reason = NULL, retry_class = NULL, settled_at_unix_ms = ?
 WHERE sequence = ?
