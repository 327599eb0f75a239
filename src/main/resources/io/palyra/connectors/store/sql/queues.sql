-- How the queues stand.

--: due_since(direction, connector_id, now)
SELECT due_at FROM lanes
 WHERE direction = :direction AND connector_id = :connector_id AND due_at <= :now AND owner IS NULL
 ORDER BY due_at LIMIT 1

-- The queues of connectors from first to last. The first open message of a lane is its oldest, and the only one that can
-- be waiting for its retry; the others are counted in the index alone. A held lane keeps its claimable rows; what nobody may
-- send again stands beside them.
--: queue_depths(now, first, last)
WITH lane AS (
  SELECT l.connector_id, 'outbound' AS direction, l.owner, l.held, l.due_at, o.created_at_unix_ms,
         o.next_attempt_unix_ms, o.retry_class,
         (SELECT COUNT(*) FROM outbox p WHERE p.lane_id = l.lane_id AND p.claimable = 1) AS messages
    FROM lanes l
    JOIN outbox o ON o.sequence = (SELECT MIN(sequence) FROM outbox p WHERE p.lane_id = l.lane_id AND p.claimable = 1)
   WHERE l.direction = 'outbound' AND l.connector_id BETWEEN :first AND :last
  UNION ALL
  SELECT l.connector_id, 'inbound', l.owner, l.held, l.due_at, i.created_at_unix_ms,
         i.next_attempt_unix_ms, NULL,
         (SELECT COUNT(*) FROM inbound p WHERE p.lane_id = l.lane_id AND p.claimable = 1)
    FROM lanes l
    JOIN inbound i ON i.sequence = (SELECT MIN(sequence) FROM inbound p WHERE p.lane_id = l.lane_id AND p.claimable = 1)
   WHERE l.direction = 'inbound' AND l.connector_id BETWEEN :first AND :last
), part AS (
  SELECT connector_id, direction,
         CASE WHEN owner IS NOT NULL THEN 'claimed' WHEN held IS NOT NULL THEN 'held'
              WHEN due_at <= :now THEN 'due' ELSE 'waiting' END AS state,
         messages, created_at_unix_ms AS stored, CASE WHEN owner IS NULL THEN due_at END AS next_due,
         CASE WHEN next_attempt_unix_ms IS NOT NULL THEN 1 ELSE 0 END AS retrying,
         CASE WHEN retry_class = 'rate_limit' THEN next_attempt_unix_ms END AS limited_until,
         CAST(NULL AS BIGINT) AS died
    FROM lane
  UNION ALL
  SELECT connector_id, 'outbound', CASE WHEN claimable = 0 THEN 'undecided' ELSE 'resent' END, 1,
         created_at_unix_ms, NULL, 0, NULL, NULL
    FROM outbox WHERE state = 'unknown' AND connector_id BETWEEN :first AND :last
  UNION ALL
  SELECT connector_id, direction, 'dead', COUNT(*), NULL, NULL, 0, NULL, MAX(created_at_unix_ms)
    FROM dead_letters WHERE connector_id BETWEEN :first AND :last GROUP BY connector_id, direction
)
SELECT connector_id, direction,
       SUM(CASE WHEN state = 'due' THEN messages ELSE 0 END) AS due,
       SUM(CASE WHEN state = 'waiting' THEN messages ELSE 0 END) AS waiting,
       SUM(CASE WHEN state = 'claimed' THEN messages ELSE 0 END) AS claimed,
       SUM(CASE WHEN state = 'held' THEN messages ELSE 0 END) AS held,
       COUNT(*) FILTER (WHERE state = 'undecided') AS undecided,
       COUNT(*) FILTER (WHERE state IN ('undecided', 'resent')) AS unknown,
       SUM(CASE WHEN state = 'dead' THEN messages ELSE 0 END) AS dead_letters,
       SUM(retrying) AS retrying, COUNT(limited_until) AS rate_limited,
       MIN(limited_until) AS rate_limited_until, MIN(stored) AS oldest, MIN(next_due) AS next_due,
       MAX(died) AS latest_dead_letter
  FROM part GROUP BY 1, 2

-- Blocked is what is due later than given: later than now, or at any time.
--: count_blocked(connector_id, inbound_after, outbound_after)
SELECT (SELECT COUNT(*) FROM lanes
         WHERE direction = 'inbound' AND connector_id = :connector_id AND due_at > :inbound_after AND owner IS NULL)
     + (SELECT COUNT(*) FROM lanes
         WHERE direction = 'outbound' AND connector_id = :connector_id AND due_at > :outbound_after AND owner IS NULL)
     + (SELECT COUNT(*) FROM lanes WHERE connector_id = :connector_id AND held IS NOT NULL)

-- What waits for its next attempt or for others to get through, what is held by an unknown outcome, what is held by a dead
-- letter.
--: oldest_blocked(connector_id, inbound_after, outbound_after, now)
SELECT 'outbound' AS direction, l.conversation_id, o.envelope_id,
       CASE WHEN l.due_at > :now THEN 'WAITING_FOR_RETRY' ELSE 'NOTHING_GETS_THROUGH' END AS why,
       o.created_at_unix_ms, CASE WHEN l.due_at > :now THEN l.due_at END, o.reason
  FROM lanes l
  JOIN outbox o ON o.sequence = (SELECT MIN(sequence) FROM outbox WHERE lane_id = l.lane_id AND claimable = 1)
 WHERE l.direction = 'outbound' AND l.connector_id = :connector_id AND l.due_at > :outbound_after AND l.owner IS NULL
UNION ALL
SELECT 'inbound', {json_text(i.payload, conversation_id)}, i.envelope_id,
       CASE WHEN l.due_at <= :now THEN 'NOTHING_GETS_THROUGH'
            ELSE {waits_for} END,
       i.created_at_unix_ms, CASE WHEN l.due_at > :now THEN l.due_at END, i.reason
  FROM lanes l
  JOIN inbound i ON i.sequence = (SELECT MIN(sequence) FROM inbound WHERE lane_id = l.lane_id AND claimable = 1)
 WHERE l.direction = 'inbound' AND l.connector_id = :connector_id AND l.due_at > :inbound_after AND l.owner IS NULL
UNION ALL
SELECT 'outbound', l.conversation_id, o.envelope_id, 'HELD_BY_UNKNOWN_OUTCOME', o.created_at_unix_ms, NULL, o.reason
  FROM outbox o
  JOIN lanes l ON l.lane_id = o.lane_id AND l.held = 'unknown_outcome'
 WHERE o.connector_id = :connector_id AND o.state = 'unknown' AND o.claimable = 0
UNION ALL
SELECT 'outbound', l.conversation_id, o.envelope_id, 'HELD_BY_DEAD_LETTER', o.created_at_unix_ms, NULL, o.reason
  FROM dead_letters d
  JOIN outbox o ON o.connector_id = d.connector_id AND o.envelope_id = d.envelope_id AND o.state = 'dead'
  JOIN lanes l ON l.lane_id = o.lane_id AND l.held = 'dead_letter'
 WHERE d.connector_id = :connector_id AND d.direction = 'outbound'
 ORDER BY 5 LIMIT 1

-- Conversations that have messages, in the order by: depth (deepest first), oldest or newest first. A lane of what is put
-- off has a name of its own.
--: open_conversations(connector_id, now, by, limit)
WITH lane AS (
  SELECT 'outbound' AS direction, l.lane_id, l.conversation_id, l.owner, l.held, l.due_at, o.envelope_id, o.reason,
         o.created_at_unix_ms AS oldest,
         (SELECT created_at_unix_ms FROM outbox
           WHERE sequence = (SELECT MAX(sequence) FROM outbox p WHERE p.lane_id = l.lane_id AND p.claimable = 1)) AS newest,
         (SELECT COUNT(*) FROM outbox p WHERE p.lane_id = l.lane_id AND p.claimable = 1) AS depth,
         'WAITING_FOR_RETRY' AS waits_for
    FROM lanes l
    JOIN outbox o ON o.sequence = (SELECT MIN(sequence) FROM outbox p WHERE p.lane_id = l.lane_id AND p.claimable = 1)
   WHERE l.direction = 'outbound' AND l.connector_id = :connector_id
  UNION ALL
  SELECT 'inbound', l.lane_id, {json_text(i.payload, conversation_id)}, l.owner, l.held, l.due_at, i.envelope_id, i.reason,
         i.created_at_unix_ms,
         (SELECT created_at_unix_ms FROM inbound
           WHERE sequence = (SELECT MAX(sequence) FROM inbound p WHERE p.lane_id = l.lane_id AND p.claimable = 1)),
         (SELECT COUNT(*) FROM inbound p WHERE p.lane_id = l.lane_id AND p.claimable = 1),
         {waits_for}
    FROM lanes l
    JOIN inbound i ON i.sequence = (SELECT MIN(sequence) FROM inbound p WHERE p.lane_id = l.lane_id AND p.claimable = 1)
   WHERE l.direction = 'inbound' AND l.connector_id = :connector_id
)
SELECT direction, conversation_id, envelope_id, reason, oldest, newest, depth, held, waits_for,
       CASE WHEN owner IS NOT NULL THEN 'CLAIMED' WHEN held IS NOT NULL THEN 'HELD'
            WHEN due_at <= :now THEN 'DUE' ELSE 'WAITING' END AS state,
       CASE WHEN owner IS NULL AND held IS NULL AND due_at > :now THEN due_at END AS until
  FROM lane
 ORDER BY CASE WHEN :by = 'depth' THEN -depth WHEN :by = 'newest' THEN -newest ELSE oldest END, oldest, lane_id
 LIMIT :limit

-- For a check of the store.
--: states for inbound, outbox
SELECT state, COUNT(*) FROM {table} GROUP BY state ORDER BY state

--: dead_letters_by_direction
SELECT direction, COUNT(*) FROM dead_letters GROUP BY direction ORDER BY direction
