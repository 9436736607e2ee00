-- The moves of one job between the tables that are its states, for all that is not the hot path: orders, attempts that
-- failed or were lost, and what time ends. Each takes a job out of the one table and puts it into the other. What is hot
-- (submits, claims, successes) moves whole sets, see 0003_rounds.sql.
--
-- All statements here are planned while the tables are empty, when every plan looks as good as every other, and keep
-- that plan. So none leaves a choice: a set of rows is met by a LATERAL query with a LIMIT for each, which is a seek,
-- or by an array of keys or places (ctid), never by a join, whose sides the planner may turn round.
--
-- States: 1 draft, 2 scheduled, 3 pending, 4 running, 5 paused, 6 succeeded, 7 failed, 8 cancelled.
-- Reasons: 0 none, 1 error, 2 non-retryable, 3 timeout, 4 expired, 5 worker lost.

-- A time and a span later, but never later than the calendar of the callers goes.
CREATE FUNCTION later_by(at bigint, span bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT least(at + span, 253402300799999999) $$;

-- When a job fails as expired; null for never.
CREATE FUNCTION expires(created bigint, renewed bigint, ttl bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN ttl IS NOT NULL THEN least(coalesce(renewed, created) + ttl, 253402300799999999) END $$;

-- The clock of this server, or the given one (tests have one), moved on by so much.
CREATE FUNCTION clock(given bigint, ahead bigint) RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT coalesce(given, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint) + ahead $$;

-- A job's row but for its bytes, which a copy of the row would read.
CREATE VIEW job_head AS
SELECT id, created, delay, backoff, max_backoff, payload_blob, lane, max_attempts, max_lapses, prio, ttl, renewed,
  run_timeout, callback
FROM job;

-- Where a job stands, before a move takes it from there.
CREATE TYPE standing AS (
  id bigint,
  lane int,
  route int,
  prio smallint,
  state smallint,
  attempt int,
  spent int,
  lapses int,
  checkpoint boolean,
  token bigint, -- of a running job: its lease; else null
  worker text,
  started bigint,
  callback boolean,
  result_blob bigint -- of a finished job
);

-- Finds where a job stands and locks it there; null when it is nowhere. It may move from a table that is still to be
-- looked at to one that was, by the round of another node: so it is looked for more than once.
CREATE FUNCTION find_standing(the_job job_head) RETURNS standing LANGUAGE plpgsql AS $$
DECLARE
  origin standing;
  the_route int;
BEGIN
  SELECT route INTO the_route FROM lane WHERE id = the_job.lane;
  FOR look IN 1..3 LOOP
    SELECT id, the_job.lane, the_route, the_job.prio, state, attempt, 0, 0, false, NULL, NULL, NULL,
      the_job.callback IS NOT NULL, result_blob
    INTO origin FROM outcome WHERE id = the_job.id FOR UPDATE;
    IF FOUND THEN RETURN origin; END IF;

    SELECT id, the_job.lane, the_route, the_job.prio, 4, attempt, spent, lapses, checkpoint, token, worker, started,
      callback, 0
    INTO origin FROM lease WHERE id = the_job.id FOR UPDATE;
    IF FOUND THEN RETURN origin; END IF;

    SELECT id, the_job.lane, the_route, the_job.prio, state, attempt, spent, lapses, checkpoint, NULL, NULL, NULL,
      the_job.callback IS NOT NULL, 0
    INTO origin FROM held WHERE id = the_job.id FOR UPDATE;
    IF FOUND THEN RETURN origin; END IF;

    SELECT id, the_job.lane, the_route, the_job.prio, 2, attempt, spent, lapses, checkpoint, NULL, NULL, NULL,
      the_job.callback IS NOT NULL, 0
    INTO origin FROM later WHERE id = the_job.id FOR UPDATE;
    IF FOUND THEN RETURN origin; END IF;

    SELECT id, the_job.lane, the_route, the_job.prio, 3, attempt, spent, lapses, checkpoint, NULL, NULL, NULL,
      the_job.callback IS NOT NULL, 0
    INTO origin FROM ready WHERE route = the_route AND prio = the_job.prio AND id = the_job.id FOR UPDATE;
    IF FOUND THEN RETURN origin; END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- Notes that so many more rows refer to a blob. 0 is no blob.
CREATE FUNCTION use_blob(blob_id bigint, change int, at bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF blob_id <> 0 THEN
    UPDATE blob SET uses = uses + change, since = at WHERE id = blob_id;
  END IF;
END $$;

-- The same for several, each as often as it is named.
CREATE FUNCTION use_blobs(blob_ids bigint[], change int, at bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE blob SET uses = uses + change * cardinality(array_positions(blob_ids, id)), since = at WHERE id = ANY (blob_ids);
END $$;

CREATE FUNCTION drop_checkpoint(job_id bigint, at bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  dropped bigint;
BEGIN
  DELETE FROM checkpoint WHERE id = job_id RETURNING blob INTO dropped;
  PERFORM use_blob(coalesce(dropped, 0), -1, at);
END $$;

-- Replaces what the next attempt gets; says whether there is something.
CREATE FUNCTION keep_checkpoint(origin standing, content_blob bigint, content bytea, at bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  IF origin.checkpoint THEN
    PERFORM drop_checkpoint(origin.id, at);
  END IF;
  IF content_blob = 0 AND length(content) = 0 THEN
    RETURN false;
  END IF;
  INSERT INTO checkpoint VALUES (origin.id, content_blob, content);
  PERFORM use_blob(content_blob, 1, at);
  RETURN true;
END $$;

CREATE FUNCTION leave(origin standing, at bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CASE
    WHEN origin.state = 4 THEN
      DELETE FROM lease WHERE id = origin.id;
    WHEN origin.state = 3 THEN
      DELETE FROM ready WHERE route = origin.route AND prio = origin.prio AND id = origin.id;
    WHEN origin.state = 2 THEN
      DELETE FROM later WHERE id = origin.id;
    WHEN origin.state IN (1, 5) THEN
      DELETE FROM held WHERE id = origin.id;
    ELSE
      DELETE FROM outcome WHERE id = origin.id;
      PERFORM use_blob(origin.result_blob, -1, at);
      IF origin.callback THEN
        DELETE FROM callback WHERE id = origin.id;
      END IF;
  END CASE;
END $$;

-- What a move has to tell. became is null for a job that is gone.
CREATE FUNCTION note(ord int, origin standing, became int, reason int, attempt int, due bigint) RETURNS move
LANGUAGE sql IMMUTABLE AS $$
SELECT ROW(ord, 0, became, origin.id, origin.lane, origin.state, became, reason, attempt, coalesce(origin.token, 0),
  origin.worker, due)::move
$$;

CREATE FUNCTION to_ready(ord int, origin standing, tally_attempt int, tally_spent int, tally_lapses int,
  tally_checkpoint boolean, why int, at bigint) RETURNS move LANGUAGE plpgsql AS $$
BEGIN
  PERFORM leave(origin, at);
  INSERT INTO ready (route, prio, id, lane, attempt, spent, lapses, checkpoint)
  VALUES (origin.route, origin.prio, origin.id, origin.lane, tally_attempt, tally_spent, tally_lapses, tally_checkpoint);
  RETURN note(ord, origin, 3, why, tally_attempt, NULL);
END $$;

CREATE FUNCTION to_later(ord int, origin standing, tally_spent int, tally_lapses int, due_at bigint, why int, at bigint)
RETURNS move LANGUAGE plpgsql AS $$
BEGIN
  PERFORM leave(origin, at);
  INSERT INTO later (id, due, lane, attempt, spent, lapses, checkpoint)
  VALUES (origin.id, due_at, origin.lane, origin.attempt, tally_spent, tally_lapses, origin.checkpoint);
  RETURN note(ord, origin, 2, why, origin.attempt, due_at);
END $$;

CREATE FUNCTION to_paused(ord int, origin standing, tally_attempt int, tally_lapses int, tally_checkpoint boolean,
  at bigint) RETURNS move LANGUAGE plpgsql AS $$
BEGIN
  PERFORM leave(origin, at);
  INSERT INTO held (id, state, lane, attempt, spent, lapses, checkpoint)
  VALUES (origin.id, 5, origin.lane, tally_attempt, origin.spent, tally_lapses, tally_checkpoint);
  RETURN note(ord, origin, 5, 0, tally_attempt, NULL);
END $$;

-- settling: the lease whose settlement ends the job; 0 for another end.
CREATE FUNCTION to_end(ord int, origin standing, became int, why int, settling bigint, message bytea, content_blob bigint,
  content bytea, at bigint) RETURNS move LANGUAGE plpgsql AS $$
BEGIN
  PERFORM leave(origin, at);
  INSERT INTO outcome (id, lane, state, reason, attempt, token, started, finished, worker, error, result_blob, result)
  VALUES (origin.id, origin.lane, became, why, origin.attempt, settling, origin.started, at, origin.worker, message,
    content_blob, content);
  PERFORM use_blob(content_blob, 1, at);
  IF origin.checkpoint THEN
    PERFORM drop_checkpoint(origin.id, at);
  END IF;
  IF origin.callback THEN
    INSERT INTO callback VALUES (origin.id, at, 0) ON CONFLICT (id) DO UPDATE SET due = at, failures = 0;
  END IF;
  RETURN note(ord, origin, became, why, origin.attempt, NULL);
END $$;

CREATE FUNCTION to_nowhere(ord int, the_job job_head, origin standing, at bigint) RETURNS move LANGUAGE plpgsql AS $$
BEGIN
  PERFORM leave(origin, at);
  PERFORM use_blob(the_job.payload_blob, -1, at);
  IF origin.checkpoint THEN
    PERFORM drop_checkpoint(origin.id, at);
  END IF;
  -- The job first: that waits for lines of its log that are being written, and lets no more come.
  DELETE FROM job WHERE id = origin.id;
  DELETE FROM attempt WHERE job = origin.id;
  DELETE FROM progress WHERE id = origin.id;
  DELETE FROM log WHERE job = origin.id;
  RETURN note(ord, origin, NULL, 0, origin.attempt, NULL);
END $$;

CREATE FUNCTION note_attempt(origin standing, why int, message bytea, at bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO attempt (job, number, reason, started, ended, worker, error)
  VALUES (origin.id, origin.attempt, why, origin.started, at, origin.worker, message);
END $$;

-- The attempt failed: again later while attempts are left, else the job fails. The wait is RetryPolicy.Delay, to the
-- microsecond: jitter * least(max_backoff, backoff * 2^(failed - 1)), in seconds as double precision.
CREATE FUNCTION end_failed(ord int, the_job job_head, origin standing, why int, jitter float8, settling bigint, message bytea,
  content_blob bigint, content bytea, at bigint) RETURNS move LANGUAGE plpgsql AS $$
DECLARE
  failed int := origin.spent + 1;
  due bigint;
BEGIN
  PERFORM note_attempt(origin, why, message, at);
  IF failed >= the_job.max_attempts THEN
    RETURN to_end(ord, origin, 7, why, settling, message, content_blob, content, at);
  END IF;
  due := later_by(at, floor(jitter * least(the_job.max_backoff::float8 / 1000000,
    the_job.backoff::float8 / 1000000 * power(2::float8, least(failed - 1, 62))) * 1000000)::bigint);
  IF due > at THEN
    RETURN to_later(ord, origin, failed, 0, due, why, at);
  END IF;
  RETURN to_ready(ord, origin, origin.attempt, failed, 0, origin.checkpoint, why, at);
END $$;

-- The worker is gone: pending again, or quarantined when that makes too many lapses in a row.
CREATE FUNCTION end_lapsed(ord int, the_job job_head, origin standing, settling bigint, at bigint) RETURNS move
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_attempt(origin, 5, NULL, at);
  IF origin.lapses + 1 >= the_job.max_lapses THEN
    RETURN to_end(ord, origin, 7, 5, settling, NULL, 0, '', at);
  END IF;
  RETURN to_ready(ord, origin, origin.attempt, origin.spent, origin.lapses + 1, origin.checkpoint, 5, at);
END $$;

-- Counts what was moved.
CREATE FUNCTION count_moves(moves move[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO counter (lane, state, n)
  SELECT c.lane, c.state, sum(c.n) FROM (
    SELECT m.lane, m.was AS state, -1 AS n FROM unnest(moves) m WHERE m.was IS NOT NULL
    UNION ALL
    SELECT m.lane, m.became, 1 FROM unnest(moves) m WHERE m.became IS NOT NULL
  ) c GROUP BY c.lane, c.state HAVING sum(c.n) <> 0;
END $$;
