-- Leases by the time at which they are over. While somebody holds a snapshot (a backup, a report) the rows of all leases
-- since then stay, dead, and a sweep that scanned them took longer each time. Now it seeks those that are over since a
-- time up to which a node knows that none is left.
CREATE INDEX lease_over ON lease (least(until, deadline));

DROP FUNCTION sweep(bigint, bigint, int);
DROP FUNCTION next_sweep(bigint, bigint);

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
    DELETE FROM expiry WHERE at = entry.at AND id = entry.id;
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
