-- Schedules. What a slot changes stands in a narrow table of its own: one is fired every second, perhaps, and its
-- payload would be written with it. folded: the name in small letters, which lists search.
CREATE TABLE schedule (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner INTEGER NOT NULL,
  status INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  slot INTEGER,
  due INTEGER,
  runs INTEGER NOT NULL, -- rows of run
  name TEXT NOT NULL,
  folded TEXT NOT NULL
);
CREATE INDEX schedule_due ON schedule (due) WHERE due IS NOT NULL;
CREATE INDEX schedule_list ON schedule (id, owner, status, folded);

-- The payload comes last: a list reads the columns before it.
CREATE TABLE schedule_body (
  id INTEGER PRIMARY KEY,
  definition BLOB NOT NULL,
  metadata BLOB,
  payload_blob INTEGER NOT NULL,
  payload BLOB
);

CREATE TABLE schedule_count (
  owner INTEGER NOT NULL,
  status INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (owner, status)
) WITHOUT ROWID;

-- Jobs that are runs of schedules. live: not known to have ended. An end costs nothing here: whoever looks for live runs
-- sees by the outcome that one has ended, and notes it. waiting: made as a draft, and not known to have been started.
CREATE TABLE run (
  job INTEGER PRIMARY KEY,
  schedule INTEGER NOT NULL,
  slot INTEGER, -- null: by hand
  family TEXT NOT NULL, -- what it overlaps by
  live INTEGER NOT NULL,
  waiting INTEGER NOT NULL
);
CREATE UNIQUE INDEX run_slot ON run (schedule, slot) WHERE slot IS NOT NULL;
CREATE INDEX run_of ON run (schedule, job);
CREATE INDEX run_live ON run (family, job) WHERE live = 1;
CREATE INDEX run_live_of ON run (schedule, job) WHERE live = 1;
CREATE INDEX run_waiting ON run (family) WHERE waiting = 1;

-- How many runs of an owner ended on a day (UTC), which is counted from 0001-01-01.
CREATE TABLE run_day (
  day INTEGER NOT NULL,
  owner INTEGER NOT NULL,
  succeeded INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  PRIMARY KEY (day, owner)
) WITHOUT ROWID;
