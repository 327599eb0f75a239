-- What is remembered of a message that its platform refuses with a code that nobody knows: it ends with the message.

-- refusals: how often. others_passed: whether the platform has taken another message of the connector since the first time.
ALTER TABLE outbox ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN others_passed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_refused ON outbox (connector_id) WHERE refusals > 0 AND claimable = 1;

-- attempts_by_cause: of the attempts, how many failed for which cause ("transient_network=3 route_failure=1"); each cause has
-- a policy of its own. Attempts that are in none count for every cause.
ALTER TABLE inbound ADD COLUMN attempts_by_cause TEXT;
ALTER TABLE outbox ADD COLUMN attempts_by_cause TEXT;
