-- By how many milliseconds the times that are waited for were moved in all, as the database's clock jumped. Every group of
-- works reads it, and commits nothing unless its program's clock has followed.
CREATE TABLE moved_times (
  id                     INTEGER PRIMARY KEY CHECK (id = 1),
  moved_ms               BIGINT  NOT NULL
) WITH (fillfactor = 50);
INSERT INTO moved_times (id, moved_ms) VALUES (1, 0);
