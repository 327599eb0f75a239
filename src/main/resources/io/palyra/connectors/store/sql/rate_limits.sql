-- What platforms have limited.

--: rate_limits
SELECT * FROM rate_limits

--: save_rate_limit(connector_id, route, reason, since, until)
INSERT INTO rate_limits (connector_id, route, reason, since_unix_ms, until_unix_ms)
VALUES (:connector_id, :route, :reason, :since, :until)
ON CONFLICT (connector_id, route) DO UPDATE
   SET reason = excluded.reason, since_unix_ms = excluded.since_unix_ms, until_unix_ms = excluded.until_unix_ms

--: forget_ended_rate_limits(now)
DELETE FROM rate_limits WHERE until_unix_ms < :now
