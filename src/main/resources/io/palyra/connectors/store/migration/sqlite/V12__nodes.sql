-- How an instance is doing; other programs read it where several share a store.
ALTER TABLE connector_instances ADD COLUMN liveness TEXT;

-- Counts up when an instance is to be opened anew.
ALTER TABLE connector_instances ADD COLUMN openings INTEGER NOT NULL DEFAULT 0;

-- 1: what is due is delivered although the queue is paused.
ALTER TABLE connector_queue_state ADD COLUMN draining INTEGER NOT NULL DEFAULT 0;
