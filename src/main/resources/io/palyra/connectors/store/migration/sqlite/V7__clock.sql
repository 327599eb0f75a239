-- What the store knows of time, so that neither a clock that is set nor one that is wrong harms what is kept.

-- seen_at: the latest time at which the program has written; 0: none yet.
CREATE TABLE store_clock (
  id                     INTEGER PRIMARY KEY CHECK (id = 1),
  seen_at_unix_ms        INTEGER NOT NULL
);
INSERT INTO store_clock (id, seen_at_unix_ms) VALUES (1, 0);

-- Time on the clock that nobody has seen pass: it ended at at_unix_ms. Retention leaves it out until believed_at; null: always.
CREATE TABLE clock_leaps (
  at_unix_ms             INTEGER NOT NULL,
  ms                     INTEGER NOT NULL,
  believed_at_unix_ms    INTEGER
);
