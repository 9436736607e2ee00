-- What time moves: expired jobs first, so that none of them is begun again, then leases that are over, then due jobs.
-- low: no lease is over by then.
CREATE FUNCTION sweep(the_node bigint, the_serial bigint, most int, low bigint) RETURNS SETOF move LANGUAGE plpgsql AS $$
DECLARE
  stale_rows CONSTANT int := 1000; -- of jobs that ended before they expired, dropped beside the limit
  now_at bigint := time_of(the_node, the_serial);
  moves move[] := '{}';
  freed move[];
  the_job job_head;
  origin standing;
  entry record;
  draw float8;
BEGIN
  FOR entry IN
    SELECT e.at, e.id FROM expiry e WHERE e.at <= now_at ORDER BY e.at, e.id LIMIT most + stale_rows
    FOR UPDATE SKIP LOCKED
  LOOP
    origin := NULL;
    SELECT * INTO the_job FROM job_head WHERE id = entry.id;
    IF FOUND AND expires(the_job.created, the_job.renewed, the_job.ttl) = entry.at THEN
      origin := find_standing(the_job);
    END IF;
    IF origin.state < 6 THEN
      EXIT WHEN cardinality(moves) = most;
      moves := moves || to_end(cardinality(moves) + 1, origin, 7, 4, 0, NULL, 0, '', now_at);
    END IF;
    DELETE FROM expiry WHERE at = entry.at AND id = entry.id;
  END LOOP;

  FOR entry IN
    SELECT l.id, l.token, l.deadline FROM lease l
    WHERE least(l.until, l.deadline) > low AND least(l.until, l.deadline) <= now_at
    ORDER BY least(l.until, l.deadline) LIMIT most - cardinality(moves) FOR UPDATE SKIP LOCKED
  LOOP
    SELECT * INTO the_job FROM job_head WHERE id = entry.id;
    IF NOT FOUND THEN
      DELETE FROM lease WHERE id = entry.id; -- no transition leaves one; here it would be met for ever
      CONTINUE;
    END IF;
    origin := find_standing(the_job);
    CONTINUE WHEN origin.token IS DISTINCT FROM entry.token;
    IF entry.deadline <= now_at THEN
      -- No worker drew a jitter for a timeout. Multiples of the golden ratio spread consecutive tokens evenly, and come
      -- out the same whichever rounds the sweep falls into.
      draw := entry.token * 0.6180339887498949::float8;
      moves := moves || end_failed(cardinality(moves) + 1, the_job, origin, 3, draw - floor(draw), 0, NULL, 0, '', now_at);
    ELSE
      moves := moves || end_lapsed(cardinality(moves) + 1, the_job, origin, 0, now_at);
    END IF;
  END LOOP;

  IF cardinality(moves) < most THEN
    WITH due AS (
      DELETE FROM later WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM later WHERE due <= now_at ORDER BY due, id LIMIT most - cardinality(moves)
        FOR UPDATE SKIP LOCKED
      ))
      RETURNING *
    ), freed_jobs AS MATERIALIZED (
      SELECT d.*, j.prio, n.route FROM due d
      CROSS JOIN LATERAL (SELECT prio FROM job WHERE id = d.id LIMIT 1) j
      CROSS JOIN LATERAL (SELECT route FROM lane WHERE id = d.lane LIMIT 1) n
    ), filed AS (
      INSERT INTO ready (route, prio, id, lane, attempt, spent, lapses, checkpoint)
      SELECT f.route, f.prio, f.id, f.lane, f.attempt, f.spent, f.lapses, f.checkpoint FROM freed_jobs f
    )
    SELECT array_agg(ROW(cardinality(moves), 0, 3, f.id, f.lane, 2, 3, 0, f.attempt, 0, NULL, NULL)::move
      ORDER BY f.due, f.id)
    INTO freed FROM freed_jobs f;
    moves := moves || freed;
  END IF;

  IF cardinality(moves) > 0 THEN
    PERFORM count_moves(moves);
    INSERT INTO answer VALUES (the_node, the_serial, 4, moves);
    RETURN QUERY SELECT * FROM unnest(moves);
  END IF;
END $$;

-- When the next sweep has work; null for never. To be asked after the round's claims. Rows of jobs that ended within
-- their time to live are dropped here, so that they wake nobody.
CREATE FUNCTION next_sweep(the_node bigint, the_serial bigint, low bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  entry record;
  earliest bigint;
  now_at bigint := time_of(the_node, the_serial);
BEGIN
  FOR entry IN
    SELECT e.at, e.id,
      EXISTS (
        SELECT 1 FROM job j WHERE j.id = e.id AND expires(j.created, j.renewed, j.ttl) = e.at
          AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.id = e.id)
      ) AS waits
    FROM expiry e ORDER BY e.at, e.id LIMIT 1000
  LOOP
    earliest := entry.at;
    EXIT WHEN entry.waits;
    -- One that another node is at is its to drop: two that waited for each other here would never end.
    DELETE FROM expiry WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM expiry WHERE at = entry.at AND id = entry.id FOR UPDATE SKIP LOCKED
    ));
    earliest := NULL;
  END LOOP;
  IF earliest IS NULL AND EXISTS (SELECT 1 FROM expiry) THEN
    RETURN now_at + 1; -- more of these: whatever else there is, it is looked for again at once
  END IF;
  earliest := least(earliest, (SELECT due FROM later ORDER BY due LIMIT 1),
    (SELECT least(until, deadline) FROM lease WHERE least(until, deadline) > low
      ORDER BY least(until, deadline) LIMIT 1));
  RETURN CASE WHEN earliest IS NOT NULL THEN greatest(earliest, now_at + 1) END;
END $$;

-- Puts back leases of nodes that are dead, at most so many; says how many. The attempt counts as lost, no lapse does.
CREATE FUNCTION release_leases(dead bigint[], most int, now_at bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  the_job job_head;
  origin standing;
  moves move[];
  entry record;
  n int := 0;
BEGIN
  FOR entry IN
    SELECT l.id FROM lease l WHERE l.node = ANY (dead) ORDER BY l.id LIMIT most FOR UPDATE
  LOOP
    n := n + 1;
    SELECT * INTO the_job FROM job_head WHERE id = entry.id;
    IF FOUND THEN
      origin := find_standing(the_job);
      PERFORM note_attempt(origin, 5, NULL, now_at);
      moves := moves || to_ready(n, origin, origin.attempt, origin.spent, origin.lapses, origin.checkpoint, 5, now_at);
    ELSE
      DELETE FROM lease WHERE id = entry.id;
    END IF;
  END LOOP;
  PERFORM count_moves(moves);
  RETURN n;
END $$;

-- Deletes finished jobs, with all that belongs to them, where they ended before the time that their outcome is kept from.
-- Looked at again, for a retry may have come between; one that is locked is left for the next time.
CREATE FUNCTION retain(ids bigint[], succeeded_before bigint, failed_before bigint, cancelled_before bigint, at bigint)
RETURNS SETOF move LANGUAGE plpgsql AS $$
DECLARE
  moves move[];
  blobs bigint[];
  gone bigint[];
BEGIN
  WITH past AS MATERIALIZED (
    SELECT o.* FROM outcome o WHERE o.id = ANY (ids)
      AND o.finished < CASE o.state WHEN 6 THEN succeeded_before WHEN 7 THEN failed_before ELSE cancelled_before END
    ORDER BY o.id FOR UPDATE SKIP LOCKED
  ), ended AS (
    DELETE FROM outcome WHERE id = ANY (ARRAY(SELECT p.id FROM past p))
  ), job_gone AS (
    DELETE FROM job WHERE id = ANY (ARRAY(SELECT p.id FROM past p)) RETURNING id, payload_blob
  )
  SELECT array_agg(ROW(0, 0, NULL, p.id, p.lane, p.state, NULL, 0, p.attempt, 0, NULL, NULL)::move ORDER BY p.id)
      FILTER (WHERE g.id IS NOT NULL),
    array_agg(p.id),
    array_agg(p.result_blob) FILTER (WHERE p.result_blob <> 0)
      || array_agg(g.payload_blob) FILTER (WHERE g.payload_blob <> 0)
  INTO moves, gone, blobs FROM past p LEFT JOIN job_gone g ON g.id = p.id;
  IF gone IS NULL THEN
    RETURN;
  END IF;
  DELETE FROM attempt WHERE job = ANY (gone);
  DELETE FROM progress WHERE id = ANY (gone);
  DELETE FROM log WHERE job = ANY (gone);
  DELETE FROM callback WHERE id = ANY (gone);
  IF blobs IS NOT NULL THEN
    PERFORM use_blobs(blobs, -1, at);
  END IF;
  PERFORM count_moves(moves);
  RETURN QUERY SELECT * FROM unnest(moves);
END $$;

-- The first job submitted at this time or later; one behind the last where there is none. Ids are in the order of time.
CREATE FUNCTION first_from(at bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  low bigint := 1;
  high bigint := coalesce((SELECT max(id) FROM job), 0) + 1;
  middle bigint;
  next record;
BEGIN
  WHILE low < high LOOP
    middle := low + (high - low) / 2;
    SELECT j.id, j.created INTO next FROM job j WHERE j.id >= middle ORDER BY j.id LIMIT 1;
    IF next.id IS NULL OR next.created >= at THEN
      high := middle;
    ELSE
      low := next.id + 1;
    END IF;
  END LOOP;
  RETURN low;
END $$;
