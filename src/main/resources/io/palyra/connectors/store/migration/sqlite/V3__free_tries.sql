-- free_tries: tries in a row that cost no attempt; the next wait grows with them.
ALTER TABLE inbound ADD COLUMN free_tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN free_tries INTEGER NOT NULL DEFAULT 0;
