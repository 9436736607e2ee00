-- Times are microseconds since 1970-01-01 UTC, spans are microseconds, enumerations are the engine's numbers.
--
-- State is membership: an unfinished job has one row in exactly one of ready, later, held and lease; a finished one in
-- outcome. What the attempts of a job have come to goes along as (attempt, spent, lapses, checkpoint): attempts begun,
-- attempts that failed, leases that lapsed in a row without a report, and whether the checkpoint table has something.
--
-- Tables that turn over are vacuumed by a number of dead rows: by a share of ten million live ones (the default) it
-- would be millions of dead ones before anything was done, and claims would walk over all of them.

-- Advisory locks are of this schema alone, since their first number is that of a table of it: of node, held by the session
-- of a live node; of job, who takes ids; of run, a group of runs.

CREATE SEQUENCE node_number;
CREATE SEQUENCE round_number;
CREATE SEQUENCE token_number;

-- Taken in runs, see take_jobs.
CREATE SEQUENCE job_number;

CREATE TABLE route (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest bytea NOT NULL UNIQUE, -- of type and tags, which together may be longer than an index takes
  type text NOT NULL,
  tags text[] NOT NULL
);

CREATE TABLE lane (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dialect smallint NOT NULL,
  owner bigint NOT NULL,
  route int NOT NULL,
  UNIQUE (dialect, owner, route)
);

-- How many jobs of a lane are in a state: the sum over its rows. A round adds rows and changes none, so that rounds
-- never wait for one another and no row grows a chain of versions while a snapshot is held; a node folds them now and then.
CREATE TABLE counter (
  lane int NOT NULL,
  state smallint NOT NULL,
  n bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- The nodes that are, or that died and were not yet noticed. A round locks its node's row; who wants to know what became
-- of a round raises the epoch, which waits for the round under way and refuses every one that would come late.
CREATE TABLE node (
  id bigint PRIMARY KEY,
  epoch int NOT NULL,
  at bigint NOT NULL -- the store's clock at its start, or when it last forgot idempotency keys: no later start is behind it
);

-- The last round of each node, and what it answered: all that a node needs when the connection broke before it heard.
-- A row a round, and the one before deleted by its key: one row updated each time would be slow under a held snapshot.
CREATE TABLE round (
  node bigint NOT NULL,
  serial bigint NOT NULL,
  number bigint NOT NULL,
  at bigint NOT NULL, -- the store's clock: every time that the round wrote
  clock bigint NOT NULL, -- and what this server's said
  first_job bigint NOT NULL, -- of the run of ids that its submissions got
  PRIMARY KEY (node, serial)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- An answer to one entry of a round, and the change of a job's state that it made (job is null where it made none).
CREATE TYPE move AS (
  ord int, -- the entry, from 1
  answer smallint,
  state smallint, -- of the job now; null when it is gone
  job bigint,
  lane int,
  was smallint,
  became smallint,
  reason smallint,
  attempt int,
  token bigint,
  worker text,
  due bigint
);

CREATE TABLE answer (
  node bigint NOT NULL,
  serial bigint NOT NULL,
  part smallint NOT NULL, -- 1 settlements, 2 renewals, 3 orders, 4 sweep, 10 and up: the claims
  moves move[] NOT NULL,
  PRIMARY KEY (node, serial, part)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
-- Compressing what is read once in a thousand failures would only cost time.
ALTER TABLE answer ALTER moves SET STORAGE EXTERNAL;

-- Written once, but for a retry of a job with a time to live (renewed).
CREATE TABLE job (
  id bigint PRIMARY KEY,
  created bigint NOT NULL,
  salt bigint NOT NULL,
  delay bigint NOT NULL,
  backoff bigint NOT NULL,
  max_backoff bigint NOT NULL,
  payload_blob bigint NOT NULL,
  lane int NOT NULL,
  max_attempts int NOT NULL,
  max_lapses int NOT NULL,
  prio smallint NOT NULL,
  ttl bigint,
  renewed bigint, -- from when the time to live counts; null: from created
  run_timeout bigint,
  callback text,
  trace text, -- the trace that it belongs to
  metadata bytea NOT NULL,
  payload bytea NOT NULL
);

-- Pending. The key is the order in which a claim takes: one seek a route, whatever the depth.
CREATE TABLE ready (
  id bigint NOT NULL,
  route int NOT NULL,
  lane int NOT NULL,
  attempt int NOT NULL,
  spent int NOT NULL,
  lapses int NOT NULL,
  prio smallint NOT NULL,
  checkpoint boolean NOT NULL,
  PRIMARY KEY (route, prio, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0.2);

-- Scheduled.
CREATE TABLE later (
  id bigint PRIMARY KEY,
  due bigint NOT NULL,
  lane int NOT NULL,
  attempt int NOT NULL,
  spent int NOT NULL,
  lapses int NOT NULL,
  checkpoint boolean NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
CREATE INDEX later_due ON later (due, id);

-- Draft or paused.
CREATE TABLE held (
  id bigint PRIMARY KEY,
  lane int NOT NULL,
  attempt int NOT NULL,
  spent int NOT NULL,
  lapses int NOT NULL,
  state smallint NOT NULL,
  checkpoint boolean NOT NULL
);

-- Running. The index is for sweeps: while somebody holds a snapshot (a backup, a report) the rows of all leases since then
-- stay, dead, and a sweep that scanned them would take longer each time. It seeks those that are over since a time up to
-- which a node knows that none is left.
CREATE TABLE lease (
  id bigint PRIMARY KEY,
  token bigint NOT NULL,
  node bigint NOT NULL,
  started bigint NOT NULL,
  until bigint NOT NULL,
  lane int NOT NULL,
  attempt int NOT NULL,
  spent int NOT NULL,
  lapses int NOT NULL,
  checkpoint boolean NOT NULL,
  callback boolean NOT NULL, -- whether the job has a callback URL
  deadline bigint,
  worker text NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
CREATE INDEX lease_over ON lease (least(until, deadline));

-- Succeeded, failed or cancelled. token: the lease whose settlement ended the job, 0 for another end.
CREATE TABLE outcome (
  id bigint PRIMARY KEY,
  token bigint NOT NULL,
  finished bigint NOT NULL,
  result_blob bigint NOT NULL,
  lane int NOT NULL,
  attempt int NOT NULL,
  state smallint NOT NULL,
  reason smallint NOT NULL,
  started bigint,
  worker text,
  error bytea, -- UTF-8: a worker may say what text cannot hold, a zero character
  result bytea NOT NULL
);

-- Attempts that failed or were lost.
CREATE TABLE attempt (
  job bigint NOT NULL,
  started bigint NOT NULL,
  ended bigint NOT NULL,
  number int NOT NULL,
  reason smallint NOT NULL,
  worker text NOT NULL,
  error bytea,
  PRIMARY KEY (job, number)
);

-- Jobs with a time to live. A row outlives the job that it is about: the sweep drops it when it comes to it.
CREATE TABLE expiry (
  at bigint NOT NULL,
  id bigint NOT NULL,
  PRIMARY KEY (at, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

CREATE TABLE checkpoint (
  id bigint PRIMARY KEY,
  blob bigint NOT NULL,
  bytes bytea NOT NULL
);

CREATE TABLE progress (
  id bigint PRIMARY KEY,
  bytes bytea NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

-- Finished jobs whose result is still to be posted.
CREATE TABLE callback (
  id bigint PRIMARY KEY,
  due bigint NOT NULL,
  failures int NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
CREATE INDEX callback_due ON callback (due, id);

CREATE TABLE idempotency (
  owner bigint NOT NULL,
  at bigint NOT NULL,
  first bigint NOT NULL,
  jobs int NOT NULL,
  key text NOT NULL,
  fingerprint bytea NOT NULL,
  PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_at ON idempotency (at);

-- How often a blob is referred to, and since when it is that often. An update copies the pointer to the bytes only.
CREATE TABLE blob (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uses int NOT NULL,
  since bigint NOT NULL,
  length bigint NOT NULL,
  sha256 bytea NOT NULL,
  bytes bytea NOT NULL
);
ALTER TABLE blob ALTER bytes SET STORAGE EXTERNAL;
CREATE INDEX blob_unused ON blob (since) WHERE uses = 0;

CREATE TABLE log (
  job bigint NOT NULL,
  attempt int NOT NULL,
  line int NOT NULL,
  lines int NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (job, attempt, line)
);

-- Who did what. door: null for a node itself.
CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at bigint NOT NULL,
  key bigint NOT NULL,
  door smallint,
  name text NOT NULL,
  address text,
  action text NOT NULL,
  target text NOT NULL,
  detail text
);

-- Bulk actions, in the engine's own words. changed: when state was last written.
CREATE TABLE bulk (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  changed bigint NOT NULL,
  running boolean NOT NULL,
  state bytea NOT NULL
);
CREATE INDEX bulk_running ON bulk (id) WHERE running;

CREATE TABLE api_key (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  scopes int NOT NULL,
  id_format smallint NOT NULL,
  max_queued bigint,
  max_per_minute int,
  created bigint NOT NULL,
  hash bytea NOT NULL
);
