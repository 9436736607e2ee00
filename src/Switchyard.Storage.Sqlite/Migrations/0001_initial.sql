-- Times are microseconds since 1970-01-01 UTC, spans are microseconds, enumerations are the engine's numbers.
--
-- State is membership: an unfinished job has one row in exactly one of ready, later, held and lease; a finished one in
-- outcome. What the attempts of a job have come to goes along as (attempt, spent, lapses, checkpoint): attempts begun,
-- attempts that failed, leases that lapsed in a row without a report, and whether the checkpoint table has something.

CREATE TABLE route (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type TEXT NOT NULL,
  tags TEXT NOT NULL, -- a JSON array
  UNIQUE (type, tags)
);

CREATE TABLE lane (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dialect INTEGER NOT NULL,
  owner INTEGER NOT NULL,
  route INTEGER NOT NULL,
  UNIQUE (dialect, owner, route)
);

-- How many jobs of a lane are in a state. Lane 0 is the store itself: its "states" 1 to 5 are the last round, job id,
-- token, time and node that were given out. They stand here and not in the rows that they were given to, so that none
-- is given out again after its row was deleted; and among the counts, since every round writes both: a page of their
-- own would be the fourth of four that a small round writes.
CREATE TABLE counter (
  lane INTEGER NOT NULL,
  state INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (lane, state)
) WITHOUT ROWID;
INSERT INTO counter VALUES (0, 1, 0), (0, 2, 0), (0, 3, 0), (0, 4, 0), (0, 5, 0);

-- Written once, but for a retry of a job with a time to live (renewed). The payload comes last: reading the columns
-- before it does not touch its overflow pages.
CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  lane INTEGER NOT NULL,
  prio INTEGER NOT NULL,
  created INTEGER NOT NULL,
  salt INTEGER NOT NULL,
  delay INTEGER NOT NULL,
  ttl INTEGER,
  renewed INTEGER, -- from when the time to live counts; null: from created
  run_timeout INTEGER,
  max_attempts INTEGER NOT NULL,
  backoff INTEGER NOT NULL,
  max_backoff INTEGER NOT NULL,
  max_lapses INTEGER NOT NULL,
  callback TEXT,
  payload_blob INTEGER NOT NULL,
  metadata BLOB,
  payload BLOB
);

-- Pending. Clustered in the order in which a claim takes: one seek a route, whatever the depth.
CREATE TABLE ready (
  route INTEGER NOT NULL,
  prio INTEGER NOT NULL,
  id INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  lapses INTEGER NOT NULL,
  checkpoint INTEGER NOT NULL,
  PRIMARY KEY (route, prio, id)
) WITHOUT ROWID;

-- Scheduled.
CREATE TABLE later (
  id INTEGER PRIMARY KEY,
  due INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  lapses INTEGER NOT NULL,
  checkpoint INTEGER NOT NULL
);
CREATE INDEX later_due ON later (due);

-- Draft or paused.
CREATE TABLE held (
  id INTEGER PRIMARY KEY,
  state INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  lapses INTEGER NOT NULL,
  checkpoint INTEGER NOT NULL
);

-- Running. No index on the times: there are as many rows as jobs run, and a sweep scans them only when the earliest
-- end that the driver remembers has come.
CREATE TABLE lease (
  id INTEGER PRIMARY KEY,
  lane INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  lapses INTEGER NOT NULL,
  checkpoint INTEGER NOT NULL,
  token INTEGER NOT NULL,
  worker TEXT NOT NULL,
  node INTEGER NOT NULL,
  started INTEGER NOT NULL,
  until INTEGER NOT NULL,
  deadline INTEGER,
  callback INTEGER NOT NULL -- whether the job has a callback URL
);

-- Succeeded, failed or cancelled. token: the lease whose settlement ended the job, 0 for another end. No index on
-- (state, finished): it would cost a tenth of a round's time, and retention, its only user, can walk the table instead.
CREATE TABLE outcome (
  id INTEGER PRIMARY KEY,
  lane INTEGER NOT NULL,
  state INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  token INTEGER NOT NULL,
  started INTEGER,
  finished INTEGER NOT NULL,
  worker TEXT,
  error TEXT,
  result_blob INTEGER NOT NULL,
  result BLOB
);

-- Attempts that failed or were lost.
CREATE TABLE attempt (
  job INTEGER NOT NULL,
  number INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  worker TEXT NOT NULL,
  error TEXT,
  PRIMARY KEY (job, number)
) WITHOUT ROWID;

-- Jobs with a time to live. A row outlives the job that it is about: the sweep drops it when it comes to it.
CREATE TABLE expiry (
  at INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (at, id)
) WITHOUT ROWID;

CREATE TABLE checkpoint (
  id INTEGER PRIMARY KEY,
  blob INTEGER NOT NULL,
  bytes BLOB
);

CREATE TABLE progress (
  id INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
);

-- Finished jobs whose result is still to be posted.
CREATE TABLE callback (
  id INTEGER PRIMARY KEY,
  due INTEGER NOT NULL,
  failures INTEGER NOT NULL
);
CREATE INDEX callback_due ON callback (due);

CREATE TABLE idempotency (
  owner INTEGER NOT NULL,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  first INTEGER NOT NULL,
  jobs INTEGER NOT NULL,
  fingerprint BLOB NOT NULL,
  PRIMARY KEY (owner, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);

-- How often a blob is referred to, and since when it is that often. Apart from the bytes, which an update would copy.
CREATE TABLE blob (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uses INTEGER NOT NULL,
  since INTEGER NOT NULL,
  length INTEGER NOT NULL,
  sha256 BLOB NOT NULL
);
CREATE INDEX blob_unused ON blob (since) WHERE uses = 0;

-- id = blob * 256 + number of the part, from 0.
CREATE TABLE blob_part (
  id INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
);

CREATE TABLE log (
  job INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  line INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  bytes BLOB NOT NULL
);
CREATE UNIQUE INDEX log_place ON log (job, attempt, line);

CREATE TABLE api_key (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  scopes INTEGER NOT NULL,
  id_format INTEGER NOT NULL,
  max_queued INTEGER,
  max_per_minute INTEGER,
  created INTEGER NOT NULL,
  hash BLOB NOT NULL
);
