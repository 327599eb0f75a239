-- Lanes: entering, claiming and releasing them. A claim touches the due lanes and the first rows of each, so its cost does
-- not grow with the backlog.

-- What another node has claimed meanwhile is not due any more.
--: claim_untried_lanes(owner, lease_until, now, direction, connector_id, other_than, lanes) for inbound, outbox
UPDATE lanes
   SET owner = :owner, due_at = :lease_until, claimed_at = :now,
       interrupted = CASE WHEN owner IS NULL OR interrupted > 0 THEN interrupted ELSE claimed_at END
 WHERE due_at <= :now
   AND lane_id IN (SELECT l.lane_id
                     FROM (SELECT lane_id FROM lanes
                            WHERE direction = :direction AND connector_id = :connector_id AND due_at <= :now
                              AND lane_id <> :other_than
                            ORDER BY due_at DESC LIMIT 100) l
                     JOIN {table} r ON r.sequence = (SELECT MIN(sequence) FROM {table}
                                                      WHERE lane_id = l.lane_id AND claimable = 1)
                    WHERE r.attempts + r.free_tries = 0 AND r.next_attempt_unix_ms IS NULL LIMIT :lanes)
RETURNING lane_id, conversation_id, interrupted

-- Lanes are a JSON array.
--: wake_lanes(now, lanes)
UPDATE lanes SET held = NULL, due_at = COALESCE(due_at, :now)
 WHERE {is_number_among(lane_id, :lanes)}

-- The last lane of a step among those that wait for another time than now.
--: end_of_step(direction, connector_id, now, after_due_at, after_lane_id, others)
SELECT due_at, lane_id FROM lanes
 WHERE direction = :direction AND connector_id = :connector_id AND due_at >= :after_due_at
   AND (due_at > :after_due_at OR lane_id > :after_lane_id) AND due_at > :now
 ORDER BY due_at, lane_id LIMIT 1 OFFSET :others

--: hasten_inbound_lanes(direction, connector_id, now, after_due_at, after_lane_id, end_due_at, end_lane_id)
UPDATE lanes SET due_at = :now
 WHERE direction = :direction AND connector_id = :connector_id AND owner IS NULL AND due_at > :now
   AND due_at >= :after_due_at AND (due_at > :after_due_at OR lane_id > :after_lane_id)
   AND due_at <= :end_due_at AND (due_at < :end_due_at OR lane_id <= :end_lane_id)
   AND EXISTS (SELECT 1 FROM inbound i
                WHERE i.sequence = (SELECT MIN(sequence) FROM inbound j
                                     WHERE j.lane_id = lanes.lane_id AND j.claimable = 1)
                  AND i.next_attempt_unix_ms IS NOT NULL AND i.attempts + i.free_tries > 0)

--: hasten_outbox_lanes(direction, connector_id, now, after_due_at, after_lane_id, end_due_at, end_lane_id)
UPDATE lanes SET due_at = :now
 WHERE direction = :direction AND connector_id = :connector_id AND owner IS NULL AND due_at > :now
   AND due_at >= :after_due_at AND (due_at > :after_due_at OR lane_id > :after_lane_id)
   AND due_at <= :end_due_at AND (due_at < :end_due_at OR lane_id <= :end_lane_id)
   AND EXISTS (SELECT 1 FROM outbox o
                WHERE o.sequence = (SELECT MIN(sequence) FROM outbox p
                                     WHERE p.lane_id = lanes.lane_id AND p.claimable = 1)
                  AND (o.retry_class IN ('transient_network', 'connector_restarting')
                       OR o.state = 'unknown' AND o.retry_class IS DISTINCT FROM 'rate_limit'))

-- By way of the few unknown outcomes, not of the many lanes that wait.
--: hasten_unknown(connector_id, now)
UPDATE lanes SET due_at = :now
 WHERE lane_id IN (SELECT lane_id FROM outbox
                    WHERE connector_id = :connector_id AND state = 'unknown' AND +claimable = 1
                      AND retry_class IS DISTINCT FROM 'rate_limit')
   AND owner IS NULL AND due_at > :now

-- Whatever a program that is no more had claimed: due at once, and marked as possibly handed over.
--: recover_lanes(now)
UPDATE lanes SET owner = NULL, due_at = :now,
       interrupted = CASE WHEN interrupted > 0 THEN interrupted ELSE {greatest(claimed_at, 1)} END
 WHERE {is_left_behind}
