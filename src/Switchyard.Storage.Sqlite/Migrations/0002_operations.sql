-- The trace that a job belongs to, read with the payload only.
ALTER TABLE job ADD COLUMN trace TEXT;

-- Who did what. Times are microseconds; door is the engine's number of the API, null for the node itself.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  key INTEGER NOT NULL,
  name TEXT NOT NULL,
  door INTEGER,
  address TEXT,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  detail TEXT
);

-- Bulk actions, in the engine's own words. changed: when state was last written.
CREATE TABLE bulk (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  running INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  state BLOB NOT NULL
);
CREATE INDEX bulk_running ON bulk (id) WHERE running = 1;
