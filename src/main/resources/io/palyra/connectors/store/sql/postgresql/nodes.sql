-- The programs that share the store. Times are the server's, so that the clocks of its nodes do not matter.

-- Waits until the groups that others have begun are through: whoever begins one later knows of the new node.
--: await_groups
LOCK TABLE nodes IN SHARE ROW EXCLUSIVE MODE

-- How long, in ms, until the last lease ends that nobody renews.
--: longest_lease
SELECT GREATEST(COALESCE(MAX(lease_until_unix_ms), 0) - {now}, 0) FROM nodes WHERE state <> 'lost'

-- A name for each start of a program: its rows are not those of the one before.
--: register_node(name, version, url, session, lease_ms)
INSERT INTO nodes (name, version, url, session, state, started_at_unix_ms, heartbeat_unix_ms, lease_until_unix_ms)
VALUES (CAST(:name AS TEXT), CAST(:version AS TEXT), CAST(:url AS TEXT), CAST(:session AS TEXT), 'joining', {now}, {now},
        {now} + CAST(:lease_ms AS BIGINT))
RETURNING node_id, started_at_unix_ms

-- Earlier starts of the one that has the name now: one of which it is known that its process has ended; others may have
-- their sessions with platforms until their lease is over.
--: lose_namesakes(name, number, started)
UPDATE nodes SET state = 'lost'
 WHERE name = CAST(:name AS TEXT) AND state <> 'lost'
   AND (lease_until_unix_ms < {now}
        OR node_id = CAST(:name AS TEXT) || '#' || CAST(:number AS TEXT)
           AND started_at_unix_ms % 1000000000 = CAST(:started AS BIGINT))
RETURNING GREATEST({now} - heartbeat_unix_ms, 0)

-- Its writer has connected anew; no row where it is lost.
--: goes_on(session, node_id)
UPDATE nodes SET session = CAST(:session AS TEXT) WHERE node_id = CAST(:node_id AS TEXT) AND state <> 'lost'
RETURNING node_id

-- Also of one that is lost; no row where it is forgotten.
--: last_group(node_id)
SELECT group_number FROM nodes WHERE node_id = CAST(:node_id AS TEXT)

-- The latest sign of life of a name, what is left of its lease, and by what the server knows its session.
--: sign_of_life(name)
SELECT heartbeat_unix_ms, lease_until_unix_ms - {now}, session FROM nodes
 WHERE name = CAST(:name AS TEXT) AND state <> 'lost' ORDER BY heartbeat_unix_ms DESC LIMIT 1

-- A program that stands still within a group keeps its row locked, so that it could not be taken for lost.
--: end_sessions_of_overdue
SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a
  JOIN nodes n ON {session_name(a)} = n.session
 WHERE n.state <> 'lost' AND n.lease_until_unix_ms < {now} AND a.pid <> pg_backend_pid()

-- First in a group of works: it renews the lease, and locks the row to its commit, so that nobody takes the node for lost
-- meanwhile. A node that is lost gets no row; others learn how many there are. Nobody moves the times before the transaction
-- has ended.
--: begin_group(node_id text, lease_ms bigint, group_number bigint)
UPDATE nodes SET group_number = a.group_number, heartbeat_unix_ms = {now}, lease_until_unix_ms = {now} + a.lease_ms
  FROM {asked}
 WHERE nodes.node_id = a.node_id AND nodes.state <> 'lost'
RETURNING (SELECT COUNT(*) FROM nodes o WHERE o.state <> 'lost'),
          CAST(pg_advisory_xact_lock_shared({lock_of_times}) AS TEXT), n

-- Where there are several nodes: the lanes that a group enters, and those of which it settles messages, are locked together
-- and in one order. So no two wait for each other, and who releases a lane sees whatever has entered it.
--: bind_lanes(lane_id bigint, direction text, connector_id text, conversation_id text)
WITH asked AS MATERIALIZED (SELECT * FROM {asked})
SELECT COUNT(*), 1 AS n FROM (
  SELECT 1 FROM lanes
   WHERE lane_id IN (SELECT lane_id FROM asked WHERE lane_id IS NOT NULL
                     UNION
                     SELECT l.lane_id FROM asked JOIN lanes l USING (direction, connector_id, conversation_id))
   ORDER BY lane_id FOR UPDATE) bound

-- The number is of the last group that was begun, and nothing was written since.
--: has_committed(node_id, group_number)
SELECT COALESCE((SELECT group_number = CAST(:group_number AS BIGINT) FROM nodes
                  WHERE node_id = CAST(:node_id AS TEXT)), FALSE)

--: unix_ms
SELECT {now}

--: nodes
SELECT *, lease_until_unix_ms < {now} AS is_over FROM nodes ORDER BY name, started_at_unix_ms

-- What a node is set up with.
--: configure_node(node_id, digest)
UPDATE nodes SET configuration = CAST(:digest AS TEXT) WHERE node_id = CAST(:node_id AS TEXT)

--: keep_configuration(node_id, digests)
INSERT INTO node_configurations (node_id, digests) VALUES (CAST(:node_id AS TEXT), CAST(:digests AS TEXT))
ON CONFLICT (node_id) DO UPDATE SET digests = excluded.digests

--: configuration(node_id)
SELECT digests FROM node_configurations WHERE node_id = CAST(:node_id AS TEXT)

-- Of nodes that are no longer listed.
--: forget_configurations
DELETE FROM node_configurations c WHERE NOT EXISTS (SELECT 1 FROM nodes n WHERE n.node_id = c.node_id)

-- Again, as it may have renewed its lease just now.
--: lose_node(node_id)
UPDATE nodes SET state = 'lost' WHERE node_id = CAST(:node_id AS TEXT) AND state <> 'lost' AND lease_until_unix_ms < {now}

--: join(node_id)
UPDATE nodes SET state = 'alive' WHERE node_id = CAST(:node_id AS TEXT) AND state = 'joining'

--: leave(node_id)
UPDATE nodes SET state = 'leaving' WHERE node_id = CAST(:node_id AS TEXT) AND state IN ('joining', 'alive')

--: remove_node(node_id)
DELETE FROM nodes WHERE node_id = CAST(:node_id AS TEXT)

--: forget_lost_nodes(before)
DELETE FROM nodes WHERE state = 'lost' AND heartbeat_unix_ms < CAST(:before AS BIGINT)

--: owners
SELECT connector_id, node_id FROM connector_owners WHERE node_id IS NOT NULL ORDER BY connector_id

--: without_owner
SELECT i.connector_id FROM connector_instances i
 WHERE i.enabled = 1
   AND NOT EXISTS (SELECT 1 FROM connector_owners o WHERE o.connector_id = i.connector_id AND o.node_id IS NOT NULL)
 ORDER BY i.connector_id

-- Only what nobody has.
--: own_instance(connector_id, node_id)
INSERT INTO connector_owners (connector_id, node_id, epoch, since_unix_ms)
VALUES (CAST(:connector_id AS TEXT), CAST(:node_id AS TEXT), 1, {now})
ON CONFLICT (connector_id) DO UPDATE
   SET node_id = excluded.node_id, epoch = connector_owners.epoch + 1, since_unix_ms = excluded.since_unix_ms
 WHERE connector_owners.node_id IS NULL

--: disown_instance(connector_id, node_id)
UPDATE connector_owners SET node_id = NULL
 WHERE connector_id = CAST(:connector_id AS TEXT) AND node_id = CAST(:node_id AS TEXT)

-- What belongs to nodes that are no more.
--: disown_lost
UPDATE connector_owners SET node_id = NULL
 WHERE node_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM nodes n WHERE n.node_id = connector_owners.node_id AND n.state <> 'lost')

-- Once for each group that asks.
--: tell_nodes(topic text)
SELECT pg_notify('palyra ' || current_schema(), topic), MIN(n) FROM {asked} GROUP BY topic

--: tell_node(topic)
SELECT pg_notify('palyra ' || current_schema(), CAST(:topic AS TEXT))
