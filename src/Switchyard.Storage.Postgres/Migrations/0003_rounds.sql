-- The parts of a round, in their order: begin_round, settle, renew, obey, submit, sweep, claim. A driver sends those that
-- have something to do as one batch, which is one round trip and one transaction. What each part answers is kept until
-- the node's next round: a driver whose connection broke reads it from there.

-- A run of consecutive ids, the first of them. Sequences know no runs, so one at a time takes one; the lock is given
-- back at once, not at the transaction's end, for what was taken stays taken.
CREATE FUNCTION take_jobs(n bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  first bigint;
BEGIN
  IF n = 0 THEN
    RETURN 0;
  END IF;
  PERFORM pg_advisory_lock('job'::regclass::oid::int, 0);
  BEGIN
    first := nextval('job_number');
    IF n > 1 THEN
      PERFORM setval('job_number', first + n - 1);
    END IF;
  EXCEPTION WHEN OTHERS OR query_canceled THEN
    -- The end of the transaction would not give it back, and no other node could submit.
    PERFORM pg_advisory_unlock('job'::regclass::oid::int, 0);
    RAISE;
  END;
  PERFORM pg_advisory_unlock('job'::regclass::oid::int, 0);
  RETURN first;
END $$;

-- Begins a round of a node: fences it, reads the clock, numbers it, and forgets the round before.
-- the_clock: null for this server's own. ahead, last: the clock never goes back behind the node's last round.
CREATE FUNCTION begin_round(the_node bigint, the_epoch int, the_serial bigint, previous bigint, the_clock bigint,
  ahead bigint, last bigint, jobs bigint) RETURNS round LANGUAGE plpgsql AS $$
DECLARE
  begun round;
  read bigint := clock(the_clock, 0);
BEGIN
  PERFORM 1 FROM node WHERE id = the_node AND epoch = the_epoch FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'Node % has given this round up.', the_node USING ERRCODE = 'SY001';
  END IF;
  DELETE FROM answer WHERE node = the_node AND serial = previous;
  DELETE FROM round WHERE node = the_node AND serial = previous;
  INSERT INTO round (node, serial, number, at, clock, first_job)
  VALUES (the_node, the_serial, nextval('round_number'), greatest(read + ahead, last), read, take_jobs(jobs))
  RETURNING * INTO begun;
  RETURN begun;
END $$;

CREATE FUNCTION time_of(the_node bigint, the_serial bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT at FROM round WHERE node = the_node AND serial = the_serial);
END $$;

-- A settlement that finds no lease: the job is finished, perhaps by this very settlement, or back in the queue, or gone.
-- Answers: 0 settled, 1 repeated, 2 conflict, 3 stale, 4 gone. Kinds: 0 succeeded, 1 failed, 2 failed for good,
-- 3 released, 4 paused, 5 lost.
CREATE FUNCTION settle_late(the_ord int, the_job job_head, origin standing, the_token bigint, kind int, content bytea,
  content_blob bigint) RETURNS move LANGUAGE plpgsql AS $$
DECLARE
  past outcome;
  told int := 3;
BEGIN
  IF the_job.id IS NULL OR origin.id IS NULL THEN
    RETURN ROW(the_ord, CASE WHEN the_job.id IS NULL THEN 4 ELSE 3 END, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL, NULL)::move;
  END IF;
  IF origin.state >= 6 THEN
    SELECT * INTO past FROM outcome WHERE id = origin.id;
    IF past.token = the_token THEN
      told := 2;
      IF kind = (CASE WHEN past.state = 6 THEN 0 WHEN past.reason = 1 THEN 1 WHEN past.reason = 2 THEN 2 ELSE 5 END)
        AND (
          (past.result_blob = 0 AND content_blob = 0 AND past.result = content)
          OR (past.result_blob <> 0 AND past.result_blob = content_blob)
          OR (past.result_blob + content_blob <> 0
            AND digest_of(past.result_blob, past.result) = digest_of(content_blob, content))
        )
      THEN
        told := 1;
      END IF;
    END IF;
  END IF;
  RETURN ROW(the_ord, told, origin.state, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::move;
END $$;

-- Bytes of up to 64 MiB are compared by what was computed when they came, not inside a round.
CREATE FUNCTION digest_of(content_blob bigint, content bytea) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF content_blob = 0 THEN
    RETURN sha256(content);
  END IF;
  RETURN (SELECT sha256 FROM blob WHERE id = content_blob);
END $$;

CREATE FUNCTION settle_one(the_ord int, job_id bigint, the_token bigint, kind int, content bytea, content_blob bigint,
  message bytea, jitter float8, at bigint) RETURNS move LANGUAGE plpgsql AS $$
DECLARE
  the_job job_head;
  origin standing;
BEGIN
  SELECT * INTO the_job FROM job_head WHERE id = job_id;
  IF FOUND THEN
    origin := find_standing(the_job);
  END IF;
  IF origin.token IS DISTINCT FROM the_token THEN
    RETURN settle_late(the_ord, the_job, origin, the_token, kind, content, content_blob);
  END IF;
  CASE kind
    WHEN 0 THEN
      RETURN to_end(the_ord, origin, 6, 0, the_token, NULL, content_blob, content, at);
    WHEN 1 THEN
      RETURN end_failed(the_ord, the_job, origin, 1, jitter, the_token, message, content_blob, content, at);
    WHEN 2 THEN
      PERFORM note_attempt(origin, 2, message, at);
      RETURN to_end(the_ord, origin, 7, 2, the_token, message, content_blob, content, at);
    WHEN 3 THEN
      RETURN to_ready(the_ord, origin, origin.attempt - 1, origin.spent, 0, origin.checkpoint, 0, at);
    WHEN 4 THEN
      RETURN to_paused(the_ord, origin, origin.attempt - 1, 0, keep_checkpoint(origin, content_blob, content, at), at);
    WHEN 5 THEN
      RETURN end_lapsed(the_ord, the_job, origin, the_token, at);
  END CASE;
END $$;

-- Those that begin with hot_ are the first settlements of their jobs in the round, successes with their results inline, in
-- the order of their jobs (width_bucket finds the place of one). They end as a set; whichever of them found no such lease,
-- and then all the others, go one by one.
CREATE FUNCTION settle(the_node bigint, the_serial bigint, hot_ords int[], hot_jobs bigint[], hot_tokens bigint[],
  hot_results bytea[], ords int[], jobs bigint[], tokens bigint[], kinds smallint[], results bytea[], blobs bigint[],
  errors bytea[], jitters float8[]) RETURNS SETOF move LANGUAGE plpgsql AS $$
DECLARE
  at bigint := time_of(the_node, the_serial);
  moves move[];
  done int[];
  place int := 1;
  ask record;
BEGIN
  IF cardinality(hot_jobs) > 0 THEN
    WITH over AS (
      DELETE FROM lease WHERE ctid = ANY (ARRAY(
        SELECT l.ctid FROM unnest(hot_jobs, hot_tokens) AS a(job, token)
        CROSS JOIN LATERAL (SELECT ctid FROM lease WHERE id = a.job AND token = a.token AND NOT checkpoint LIMIT 1) l
      ))
      RETURNING width_bucket(id, hot_jobs) AS place, id, lane, attempt, token, worker, started, callback
    ), ended AS (
      INSERT INTO outcome (id, lane, state, reason, attempt, token, started, finished, worker, error, result_blob, result)
      SELECT o.id, o.lane, 6, 0, o.attempt, o.token, o.started, at, o.worker, NULL, 0, hot_results[o.place] FROM over o
    ), posted AS (
      INSERT INTO callback SELECT o.id, at, 0 FROM over o WHERE o.callback
      ON CONFLICT (id) DO UPDATE SET due = excluded.due, failures = 0
    )
    SELECT array_agg(
        ROW(hot_ords[o.place], 0, 6, o.id, o.lane, 4, 6, 0, o.attempt, o.token, o.worker, NULL)::move ORDER BY o.place
      ),
      array_agg(o.place ORDER BY o.place)
    INTO moves, done FROM over o;
    IF coalesce(cardinality(done), 0) < cardinality(hot_jobs) THEN
      FOR ask IN
        SELECT * FROM unnest(hot_jobs, hot_tokens, hot_results) WITH ORDINALITY AS a(job, token, result, place)
      LOOP
        IF done[place] = ask.place THEN
          place := place + 1;
        ELSE
          moves := moves || settle_one(hot_ords[ask.place], ask.job, ask.token, 0, ask.result, 0, NULL, 0, at);
        END IF;
      END LOOP;
    END IF;
  END IF;

  FOR ask IN
    SELECT * FROM unnest(ords, jobs, tokens, kinds, results, blobs, errors, jitters)
      AS a(ord, job, token, kind, result, blob, error, jitter)
  LOOP
    moves := moves || settle_one(ask.ord, ask.job, ask.token, ask.kind, ask.result, ask.blob, ask.error, ask.jitter, at);
  END LOOP;

  PERFORM count_moves(moves);
  INSERT INTO answer VALUES (the_node, the_serial, 1, moves);
  RETURN QUERY SELECT * FROM unnest(moves);
END $$;

-- Each lease at most once. Answers those that were extended.
CREATE FUNCTION renew(the_node bigint, the_serial bigint, jobs bigint[], tokens bigint[], spans bigint[],
  reported boolean[], reports bytea[]) RETURNS SETOF move LANGUAGE plpgsql AS $$
DECLARE
  now_at bigint := time_of(the_node, the_serial);
  moves move[];
  ask record;
BEGIN
  FOR ask IN
    SELECT * FROM unnest(jobs, tokens, spans, reported, reports) WITH ORDINALITY
      AS a(job, token, span, reported, report, ord)
  LOOP
    UPDATE lease SET until = later_by(now_at, ask.span), lapses = CASE WHEN ask.reported THEN 0 ELSE lapses END
    WHERE id = ask.job AND token = ask.token;
    CONTINUE WHEN NOT FOUND;
    moves := moves || ROW(ask.ord, 1, 4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::move;
    IF length(ask.report) > 0 THEN
      INSERT INTO progress VALUES (ask.job, ask.report) ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes;
    ELSIF ask.report IS NOT NULL THEN
      DELETE FROM progress WHERE id = ask.job;
    END IF;
  END LOOP;
  IF moves IS NOT NULL THEN
    INSERT INTO answer VALUES (the_node, the_serial, 2, moves);
    RETURN QUERY SELECT * FROM unnest(moves);
  END IF;
END $$;

-- Orders: 0 start, 1 pause, 2 resume, 3 cancel, 4 retry, 5 delete. Answers 1 for done, 0 for refused.
-- only_in: the states in which it is to be carried out, a bit each.
CREATE FUNCTION obey_one(the_ord int, job_id bigint, kind int, only_in int, at bigint) RETURNS move LANGUAGE plpgsql AS $$
DECLARE
  the_job job_head;
  origin standing;
  made move;
  due bigint;
BEGIN
  SELECT * INTO the_job FROM job_head WHERE id = job_id;
  IF FOUND THEN
    origin := find_standing(the_job);
  END IF;
  CASE
    WHEN (only_in >> origin.state) & 1 = 0 THEN
      RETURN ROW(the_ord, 0, origin.state, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::move;
    WHEN kind = 0 AND origin.state = 1 THEN
      due := later_by(the_job.created, the_job.delay);
      IF due > at THEN
        made := to_later(the_ord, origin, origin.spent, origin.lapses, due, 0, at);
      ELSE
        made := to_ready(the_ord, origin, origin.attempt, origin.spent, origin.lapses, origin.checkpoint, 0, at);
      END IF;
    WHEN kind = 1 AND origin.state IN (2, 3) THEN
      made := to_paused(the_ord, origin, origin.attempt, origin.lapses, origin.checkpoint, at);
    WHEN kind = 2 AND origin.state = 5 THEN
      made := to_ready(the_ord, origin, origin.attempt, origin.spent, origin.lapses, origin.checkpoint, 0, at);
    WHEN kind = 3 AND origin.state < 6 THEN
      made := to_end(the_ord, origin, 8, 0, 0, NULL, 0, '', at);
    WHEN kind = 4 AND origin.state IN (7, 8) THEN
      made := to_ready(the_ord, origin, origin.attempt, 0, 0, false, 0, at);
      IF the_job.ttl IS NOT NULL THEN
        UPDATE job SET renewed = at WHERE id = job_id;
        INSERT INTO expiry VALUES (later_by(at, the_job.ttl), job_id) ON CONFLICT DO NOTHING;
      END IF;
    WHEN kind = 5 AND origin.state <> 4 THEN
      made := to_nowhere(the_ord, the_job, origin, at);
    ELSE
      RETURN ROW(the_ord, 0, origin.state, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::move;
  END CASE;
  made.answer := 1;
  RETURN made;
END $$;

-- actions: what the audit is to say of an order that is carried out; null for nothing.
CREATE FUNCTION obey(the_node bigint, the_serial bigint, jobs bigint[], kinds smallint[], only_in int[], actions text[],
  targets text[], details text[], keys bigint[], names text[], doors smallint[], addresses text[]) RETURNS SETOF move
LANGUAGE plpgsql AS $$
DECLARE
  at bigint := time_of(the_node, the_serial);
  moves move[];
  made move;
  done boolean[];
BEGIN
  FOR i IN 1..cardinality(jobs) LOOP
    made := obey_one(i, jobs[i], kinds[i], only_in[i], at);
    moves := moves || made;
    done := done || (made.answer = 1);
  END LOOP;
  INSERT INTO audit (at, key, name, door, address, action, target, detail)
  SELECT at, a.key, a.name, a.door, a.address, a.action, a.target, a.detail
  FROM unnest(actions, targets, details, keys, names, doors, addresses) WITH ORDINALITY
    AS a(action, target, detail, key, name, door, address, ord)
  WHERE a.action IS NOT NULL AND done[a.ord] ORDER BY a.ord;
  PERFORM count_moves(moves);
  INSERT INTO answer VALUES (the_node, the_serial, 3, moves);
  RETURN QUERY SELECT * FROM unnest(moves);
END $$;
