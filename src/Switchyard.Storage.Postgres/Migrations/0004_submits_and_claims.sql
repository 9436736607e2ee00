-- New jobs. offsets: the place of each job in the round's run of ids. calls: of the jobs under an idempotency key the
-- number of its call, from 1, in the arrays that begin with call_; of runs the number of calls and that of its place in
-- run_offsets; 0 for the others. A call that is known already stores nothing and leaves its ids unused, and so does a run
-- that was not made; read_calls and make_runs tell which.
CREATE FUNCTION submit(the_node bigint, the_serial bigint, offsets int[], calls int[], lanes int[], routes int[],
  prios smallint[], drafts boolean[], delays bigint[], salts bigint[], ttls bigint[], run_timeouts bigint[],
  attempts int[], backoffs bigint[], max_backoffs bigint[], lapses int[], callbacks text[], traces text[], blobs bigint[],
  metadatas bytea[], payloads bytea[], call_owners bigint[], call_keys text[], call_prints bytea[], call_offsets int[],
  call_jobs int[], run_offsets int[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  begun round;
  won boolean[];
BEGIN
  SELECT * INTO begun FROM round r WHERE r.node = the_node AND r.serial = the_serial;
  IF cardinality(call_owners) > 0 THEN
    -- In one order on every node: two that store the same keys must not wait for each other.
    WITH stored AS (
      INSERT INTO idempotency AS i (owner, key, at, first, jobs, fingerprint)
      SELECT c.owner, c.key, begun.at, begun.first_job + c.off, c.jobs, c.print
      FROM unnest(call_owners, call_keys, call_prints, call_offsets, call_jobs) AS c(owner, key, print, off, jobs)
      ORDER BY c.owner, c.key
      ON CONFLICT (owner, key) DO UPDATE
        SET at = excluded.at, first = excluded.first, jobs = excluded.jobs, fingerprint = excluded.fingerprint
        WHERE i.at <= excluded.at - 86400000000
      RETURNING i.first
    )
    SELECT array_agg(EXISTS (SELECT 1 FROM stored s WHERE s.first = begun.first_job + c.off) ORDER BY c.ord) INTO won
    FROM unnest(call_offsets) WITH ORDINALITY AS c(off, ord);
  END IF;

  IF cardinality(run_offsets) > 0 THEN
    won := won || ARRAY(
      SELECT EXISTS (SELECT 1 FROM run WHERE job = begun.first_job + r.off)
      FROM unnest(run_offsets) WITH ORDINALITY AS r(off, ord) ORDER BY r.ord
    );
  END IF;

  INSERT INTO job (id, created, lane, prio, delay, salt, ttl, run_timeout, max_attempts, backoff, max_backoff,
    max_lapses, callback, trace, payload_blob, metadata, payload)
  SELECT begun.first_job + a.off, begun.at, a.lane, a.prio, a.delay, a.salt, a.ttl, a.run_timeout, a.attempts, a.backoff,
    a.max_backoff, a.lapses, a.callback, a.trace, a.blob, a.metadata, a.payload
  FROM unnest(offsets, calls, lanes, prios, delays, salts, ttls, run_timeouts, attempts, backoffs, max_backoffs, lapses,
      callbacks, traces, blobs, metadatas, payloads)
    AS a(off, call, lane, prio, delay, salt, ttl, run_timeout, attempts, backoff, max_backoff, lapses, callback, trace, blob,
      metadata, payload)
  WHERE a.call = 0 OR won[a.call];

  INSERT INTO ready (route, prio, id, lane, attempt, spent, lapses, checkpoint)
  SELECT a.route, a.prio, begun.first_job + a.off, a.lane, 0, 0, 0, false
  FROM unnest(offsets, calls, lanes, routes, prios, drafts, delays) AS a(off, call, lane, route, prio, draft, delay)
  WHERE NOT a.draft AND a.delay <= 0 AND (a.call = 0 OR won[a.call]);

  IF true = ANY (drafts) THEN
    INSERT INTO held (id, state, lane, attempt, spent, lapses, checkpoint)
    SELECT begun.first_job + a.off, 1, a.lane, 0, 0, 0, false
    FROM unnest(offsets, calls, lanes, drafts) AS a(off, call, lane, draft)
    WHERE a.draft AND (a.call = 0 OR won[a.call]);
  END IF;

  IF 0 < ANY (delays) THEN
    INSERT INTO later (id, due, lane, attempt, spent, lapses, checkpoint)
    SELECT begun.first_job + a.off, later_by(begun.at, a.delay), a.lane, 0, 0, 0, false
    FROM unnest(offsets, calls, lanes, drafts, delays) AS a(off, call, lane, draft, delay)
    WHERE NOT a.draft AND a.delay > 0 AND (a.call = 0 OR won[a.call]);
  END IF;

  INSERT INTO expiry (at, id)
  SELECT later_by(begun.at, a.ttl), begun.first_job + a.off
  FROM unnest(offsets, calls, ttls) AS a(off, call, ttl)
  WHERE a.ttl IS NOT NULL AND (a.call = 0 OR won[a.call]);

  IF 0 <> ANY (blobs) THEN
    PERFORM use_blobs(ARRAY(
      SELECT a.blob FROM unnest(calls, blobs) AS a(call, blob) WHERE a.blob <> 0 AND (a.call = 0 OR won[a.call])
    ), 1, begun.at);
  END IF;

  INSERT INTO counter (lane, state, n)
  SELECT a.lane, CASE WHEN a.draft THEN 1 WHEN a.delay > 0 THEN 2 ELSE 3 END AS state, count(*)
  FROM unnest(calls, lanes, drafts, delays) AS a(call, lane, draft, delay)
  WHERE a.call = 0 OR won[a.call] GROUP BY 1, 2;
END $$;

-- What is known of calls, after submit has seen them: a call whose first job is the one that this round gave it is new.
-- salts: of the jobs of a call that is not, null where some are gone.
CREATE FUNCTION read_calls(the_node bigint, the_serial bigint, call_owners bigint[], call_keys text[], call_offsets int[])
RETURNS TABLE (ord bigint, is_new boolean, first bigint, fingerprint bytea, salts bigint[]) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT c.ord, i.first = r.first_job + c.off, i.first, i.fingerprint,
    CASE WHEN i.first <> r.first_job + c.off THEN (
      SELECT CASE WHEN count(*) = i.jobs THEN array_agg(j.salt ORDER BY j.id) END
      FROM job j WHERE j.id >= i.first AND j.id < i.first + i.jobs
    ) END
  FROM round r
  CROSS JOIN unnest(call_owners, call_keys, call_offsets) WITH ORDINALITY AS c(owner, key, off, ord)
  CROSS JOIN LATERAL (SELECT * FROM idempotency WHERE owner = c.owner AND key = c.key LIMIT 1) i
  WHERE r.node = the_node AND r.serial = the_serial;
END $$;

-- The best jobs of some routes, leased to some slots. Each route is a seek to its head, or to where the driver knows its
-- head to be: (lows_prio, lows_id) saves the walk over dead rows that a held snapshot keeps from being removed.
-- part: where the answer is kept.
CREATE FUNCTION claim(the_node bigint, the_serial bigint, the_part int, routes int[], lows_prio smallint[],
  lows_id bigint[], workers text[], nodes bigint[], lease_time bigint)
RETURNS TABLE (ord int, id bigint, salt bigint, lane int, token bigint, attempt int, prio smallint, created bigint,
  expires bigint, run_timeout bigint, payload_blob bigint, metadata bytea, payload bytea, checkpoint_blob bigint,
  checkpoint bytea, route int, trace text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  now_at bigint := time_of(the_node, the_serial);
BEGIN
  RETURN QUERY
  WITH taken AS (
    DELETE FROM ready WHERE ctid = ANY (ARRAY(
      SELECT c.place FROM unnest(routes, lows_prio, lows_id) AS w(route, prio, id)
      CROSS JOIN LATERAL (
        SELECT r.ctid AS place, r.prio, r.id FROM ready r
        WHERE r.route = w.route AND (r.prio, r.id) >= (w.prio, w.id)
        ORDER BY r.prio, r.id LIMIT cardinality(workers) FOR UPDATE SKIP LOCKED
      ) c
      ORDER BY c.prio, c.id LIMIT cardinality(workers)
    ))
    RETURNING route, prio, id, lane, attempt + 1 AS attempt, spent, lapses, checkpoint
  ), found AS MATERIALIZED (
    -- A row without a job, which no transition leaves, is gone with the others and takes no slot.
    SELECT (row_number() OVER (ORDER BY t.prio, t.id))::int AS ord, nextval('token_number') AS token, t.*,
      j.salt, j.created, j.renewed, j.ttl, j.run_timeout, j.callback IS NOT NULL AS callback, j.payload_blob, j.metadata,
      j.payload, j.trace
    FROM taken t CROSS JOIN LATERAL (SELECT * FROM job WHERE id = t.id LIMIT 1) j
  ), leased AS (
    INSERT INTO lease (id, lane, attempt, spent, lapses, checkpoint, token, worker, node, started, until, deadline, callback)
    SELECT f.id, f.lane, f.attempt, f.spent, f.lapses, f.checkpoint, f.token, workers[f.ord], nodes[f.ord], now_at,
      later_by(now_at, lease_time), CASE WHEN f.run_timeout IS NOT NULL THEN later_by(now_at, f.run_timeout) END, f.callback
    FROM found f
  ), kept AS (
    INSERT INTO answer
    SELECT the_node, the_serial, the_part,
      array_agg(ROW(f.ord, 0, 4, f.id, f.lane, 3, 4, 0, f.attempt, f.token, NULL, NULL)::move ORDER BY f.ord)
    FROM found f HAVING count(*) > 0
  ), counted AS (
    INSERT INTO counter (lane, state, n)
    SELECT f.lane, s.state, s.sign * count(*) FROM found f CROSS JOIN (VALUES (3, -1), (4, 1)) AS s(state, sign)
    GROUP BY f.lane, s.state, s.sign
  )
  SELECT f.ord, f.id, f.salt, f.lane, f.token, f.attempt, f.prio, f.created, expires(f.created, f.renewed, f.ttl),
    f.run_timeout, f.payload_blob, f.metadata, f.payload, p.blob, p.bytes, f.route, f.trace
  FROM found f LEFT JOIN LATERAL (SELECT * FROM checkpoint WHERE id = f.id LIMIT 1) p ON f.checkpoint
  ORDER BY f.ord;
END $$;

-- The same answer once more. A job that another node has deleted since (its lease was revoked, then) is not in it.
CREATE FUNCTION claimed(the_node bigint, the_serial bigint, the_part int)
RETURNS TABLE (ord int, id bigint, salt bigint, lane int, token bigint, attempt int, prio smallint, created bigint,
  expires bigint, run_timeout bigint, payload_blob bigint, metadata bytea, payload bytea, checkpoint_blob bigint,
  checkpoint bytea, route int, trace text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT m.ord, j.id, j.salt, j.lane, m.token, m.attempt, j.prio, j.created, expires(j.created, j.renewed, j.ttl),
    j.run_timeout, j.payload_blob, j.metadata, j.payload, p.blob, p.bytes, l.route, j.trace
  FROM answer a CROSS JOIN unnest(a.moves) AS m
  CROSS JOIN LATERAL (SELECT * FROM job WHERE id = m.job LIMIT 1) j JOIN lane l ON l.id = j.lane
  LEFT JOIN LATERAL (SELECT * FROM checkpoint WHERE id = j.id LIMIT 1) p ON true
  WHERE a.node = the_node AND a.serial = the_serial AND a.part = the_part
  ORDER BY m.ord;
END $$;
