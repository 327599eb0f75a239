-- A node may also have the state joining: its routes do not run yet.

-- What a node is set up with and every other one has to be, too, as digests; here one digest of all of them.
ALTER TABLE nodes ADD COLUMN configuration TEXT COLLATE "C";

-- The digests themselves. In a table of their own: each commit writes the row of its node anew.
CREATE TABLE node_configurations (
  node_id                TEXT COLLATE "C" PRIMARY KEY,
  digests                TEXT COLLATE "C" NOT NULL
);
