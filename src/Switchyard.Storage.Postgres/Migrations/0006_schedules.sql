-- Schedules. What a slot changes stands in a narrow table of its own. folded: the name in small letters, which lists search.
CREATE TABLE schedule (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner bigint NOT NULL,
  version bigint NOT NULL,
  created bigint NOT NULL,
  changed bigint NOT NULL,
  slot bigint,
  due bigint,
  status smallint NOT NULL,
  name text NOT NULL,
  folded text NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX schedule_due ON schedule (due) WHERE due IS NOT NULL;
CREATE INDEX schedule_list ON schedule (id) INCLUDE (owner, status);

CREATE TABLE schedule_body (
  id bigint PRIMARY KEY,
  payload_blob bigint NOT NULL,
  definition bytea NOT NULL,
  metadata bytea NOT NULL,
  payload bytea NOT NULL
);

CREATE TABLE schedule_count (
  owner bigint NOT NULL,
  status smallint NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (owner, status)
);

-- Jobs that are runs of schedules. live: not known to have ended. An end costs nothing here: whoever looks for live runs
-- sees by the outcome that one has ended, and notes it. waiting: made as a draft, and not known to have been started.
CREATE TABLE run (
  job bigint PRIMARY KEY,
  schedule bigint NOT NULL,
  slot bigint, -- null: by hand
  live boolean NOT NULL,
  waiting boolean NOT NULL,
  family text NOT NULL -- what it overlaps by
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE UNIQUE INDEX run_slot ON run (schedule, slot) WHERE slot IS NOT NULL;
CREATE INDEX run_of ON run (schedule, job);
CREATE INDEX run_live ON run (family, job) WHERE live;
CREATE INDEX run_live_of ON run (schedule, job) WHERE live;
CREATE INDEX run_waiting ON run (family) WHERE waiting;

-- How many runs of a schedule are stored: the sum over its rows. Whoever deletes runs adds one, and waits for nobody; who
-- makes a run, and has the schedule locked, makes them one.
CREATE TABLE run_count (
  schedule bigint NOT NULL,
  n bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX run_count_of ON run_count (schedule);

-- How many runs of an owner ended on a day (UTC), which is counted from 0001-01-01.
CREATE TABLE run_day (
  day int NOT NULL,
  owner bigint NOT NULL,
  succeeded bigint NOT NULL,
  failed bigint NOT NULL,
  PRIMARY KEY (day, owner)
);

-- A run goes with its job, whatever deletes that, and lives again when its outcome goes.
CREATE FUNCTION drop_runs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH dropped AS (
    DELETE FROM run WHERE job = ANY (ARRAY(SELECT id FROM gone)) RETURNING schedule
  )
  INSERT INTO run_count SELECT d.schedule, -count(*) FROM dropped d
  WHERE EXISTS (SELECT 1 FROM schedule WHERE id = d.schedule) GROUP BY d.schedule;
  RETURN NULL;
END $$;
CREATE TRIGGER job_drops_run AFTER DELETE ON job REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION drop_runs();

CREATE FUNCTION revive_runs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  jobs bigint[] := ARRAY(SELECT id FROM gone);
BEGIN
  -- Locked even while it is live: somebody who still sees the outcome may be about to note the end.
  PERFORM 1 FROM run WHERE job = ANY (jobs) FOR UPDATE;
  IF FOUND THEN
    UPDATE run SET live = true WHERE job = ANY (jobs) AND NOT live;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER outcome_revives_run AFTER DELETE ON outcome REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION revive_runs();

-- Notes of some of a group's runs, the first ones, that they have ended. Rows that another round looks at are its to note.
-- Whether a run has ended is looked at once its row is locked: a retry waits for that, or is seen.
CREATE FUNCTION clear_runs(the_family text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first bigint[] := ARRAY(
    SELECT job FROM run WHERE family = the_family AND live ORDER BY job LIMIT 16 FOR UPDATE SKIP LOCKED
  );
BEGIN
  UPDATE run SET live = false, waiting = false WHERE job = ANY (ARRAY(
    SELECT f.job FROM unnest(first) AS f(job) CROSS JOIN LATERAL (SELECT 1 FROM outcome WHERE id = f.job LIMIT 1) o
  ));
END $$;

CREATE FUNCTION has_live(the_family text, most int) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RETURN most <= (
    SELECT count(*) FROM (
      SELECT 1 FROM run r WHERE r.family = the_family AND r.live
        AND NOT EXISTS (SELECT 1 FROM outcome WHERE id = r.job)
      ORDER BY r.job LIMIT most
    ) s
  );
END $$;

-- The draft of a group whose turn it is; null when none is, since another run is at work, or none waits.
CREATE FUNCTION turn_of(the_family text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  entry record;
  first bigint;
BEGIN
  FOR entry IN SELECT job FROM run WHERE family = the_family AND live ORDER BY job LOOP
    IF EXISTS (SELECT 1 FROM outcome WHERE id = entry.job) THEN
      PERFORM 1 FROM run WHERE job = entry.job FOR UPDATE;
      UPDATE run SET live = false, waiting = false
      WHERE job = entry.job AND (SELECT true FROM outcome WHERE id = entry.job);
    ELSIF NOT EXISTS (SELECT 1 FROM held WHERE id = entry.job AND state = 1) THEN
      UPDATE run SET waiting = false WHERE job = entry.job AND waiting;
      RETURN NULL;
    ELSE
      first := coalesce(first, entry.job);
    END IF;
  END LOOP;
  RETURN first;
END $$;

-- Which submissions of a round that are runs are made, and notes these; submit then stores their jobs. offsets: the places
-- of the jobs in the round's run of ids. bounds: live runs of the family, from which on none is made. froms: the slot that
-- the schedule leaves, for next_slots and dues; null leaves it where it is.
-- Answers, kept as part 5: 0 made, 1 the slot has its run, 2 the schedule is gone or elsewhere, 3 too many live; token is the job's salt.
CREATE FUNCTION make_runs(the_node bigint, the_serial bigint, schedules bigint[], families text[], slots bigint[],
  bounds int[], froms bigint[], next_slots bigint[], dues bigint[], offsets int[], drafts boolean[]) RETURNS SETOF move
LANGUAGE plpgsql AS $$
DECLARE
  first_of_round bigint := (SELECT first_job FROM round WHERE node = the_node AND serial = the_serial);
  moves move[];
  told int;
  made bigint;
  its_salt bigint;
  its_slot bigint;
BEGIN
  -- In one order on every node. Who counts the live runs of a group waits for whoever makes one. Groups share 64 locks: the
  -- server has a few thousand for all, and a herd would take one each.
  PERFORM pg_advisory_xact_lock('run'::regclass::oid::int, f.lock) FROM (
    SELECT DISTINCT hashtext(family) & 63 AS lock FROM unnest(families) AS u(family) ORDER BY 1
  ) f;
  PERFORM 1 FROM schedule WHERE id = ANY (schedules) ORDER BY id FOR UPDATE;
  FOR i IN 1..cardinality(schedules) LOOP
    told := 0;
    made := NULL;
    its_salt := NULL;
    SELECT slot INTO its_slot FROM schedule WHERE id = schedules[i];
    IF NOT FOUND OR (froms[i] IS NOT NULL AND its_slot IS DISTINCT FROM froms[i]) THEN
      told := 2;
    ELSE
      SELECT r.job, (SELECT salt FROM job WHERE id = r.job) INTO made, its_salt
      FROM run r WHERE r.schedule = schedules[i] AND r.slot = slots[i];
      IF FOUND THEN
        told := 1;
      ELSE
        PERFORM clear_runs(families[i]);
        IF bounds[i] IS NOT NULL AND has_live(families[i], bounds[i]) THEN
          told := 3;
        ELSE
          made := first_of_round + offsets[i];
          INSERT INTO run (job, schedule, slot, live, waiting, family)
          VALUES (made, schedules[i], slots[i], true, drafts[i], families[i]);
          WITH counted AS (
            DELETE FROM run_count WHERE schedule = schedules[i] RETURNING n
          )
          INSERT INTO run_count SELECT schedules[i], 1 + coalesce(sum(n), 0) FROM counted;
          IF froms[i] IS NOT NULL THEN
            UPDATE schedule SET slot = next_slots[i], due = dues[i] WHERE id = schedules[i];
          END IF;
        END IF;
      END IF;
    END IF;
    moves := moves || ROW(i, told, NULL, made, 0, NULL, NULL, 0, 0, coalesce(its_salt, 0), NULL, NULL)::move;
  END LOOP;
  INSERT INTO answer VALUES (the_node, the_serial, 5, moves);
  RETURN QUERY SELECT * FROM unnest(moves);
END $$;
