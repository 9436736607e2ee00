// A client of the native API whose types are made from the server's own OpenAPI document. It calls every route once; that
// it compiles shows that the document says what the server takes, that it runs shows that the server answers so.
import createClient from "openapi-fetch";
import type { paths } from "./native-api";

const [server, key] = process.argv.slice(2);
const api = createClient<paths>({ baseUrl: server, headers: { Authorization: `Bearer ${key}` } });
const called = new Set<string>();
api.use({
  onRequest({ request, schemaPath }) {
    called.add(`${request.method} ${schemaPath}`);
  },
});

function expect(what: string, isTrue: boolean): void {
  if (!isTrue) {
    throw new Error(`not so: ${what}`);
  }
}

async function done<T>(name: string, call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) {
    throw new Error(`${name}: ${response.status} ${JSON.stringify(error)}`);
  }
  return data as T;
}

async function main(): Promise<void> {
  const made = await done("submit", api.POST("/api/v1/jobs", { body: { type: "resize", payload: { width: 1280 }, max_attempts: 2 } }));
  expect("one job has one name", "id" in made && typeof made.id === "number" && typeof made.uuid === "string");
  const id = "id" in made ? made.id : 0;
  const many = await done("submit many", api.POST("/api/v1/jobs", { body: [{ type: "other" }, { type: "other", draft: true }] }));
  const others = "jobs" in many ? many.jobs : [];
  expect("many jobs have many names", others.length === 2);
  const again = await done(
    "submit again",
    api.POST("/api/v1/jobs", { body: { type: "third" }, params: { header: { "Idempotency-Key": "one" } } }),
  );
  expect("an idempotent submit", "id" in again);

  const list = await done("list", api.GET("/api/v1/jobs", { params: { query: { state: "pending", limit: 1 } } }));
  expect("a page of one", list.jobs.length === 1 && typeof list.before === "number");
  const why = await done("why", api.GET("/api/v1/jobs/{id}/why", { params: { path: { id: `${id}` } } }));
  expect("no worker", why.cause === "no_worker");

  const path = { params: { path: { id: `${others[1]!.id}` } } };
  for (const word of ["start", "pause", "resume", "cancel", "retry"] as const) {
    const order = await done(word, api.POST(`/api/v1/jobs/{id}/${word}`, path));
    expect(`${word} is done`, order.answer === "done");
  }
  await done("delete", api.DELETE("/api/v1/jobs/{id}", path));

  const worker = { params: { path: { worker: "generated" } } };
  await done("register", api.POST("/api/v1/workers", { body: { worker: "generated", types: ["resize"] } }));
  const workers = await done("workers", api.GET("/api/v1/workers"));
  expect("the worker is there", workers.workers.some((one) => one.id === "generated" && one.transport === "http"));
  const leased = await done("lease", api.POST("/api/v1/workers/{worker}/lease", { ...worker, body: { max: 1, wait_ms: 1000 } }));
  const lease = leased.jobs![0]!;
  const held = { job: lease.job!, token: lease.token! };
  expect("the job that was submitted", held.job === id);
  await done("progress", api.POST("/api/v1/workers/{worker}/progress", { ...worker, body: { jobs: [{ ...held, progress: 0.5 }] } }));
  await done("log", api.POST("/api/v1/workers/{worker}/log", { ...worker, body: { jobs: [{ ...held, text: "half way" }] } }));
  await done("renew", api.POST("/api/v1/workers/{worker}/renew", { ...worker, body: { jobs: [held] } }));
  const failed = await done(
    "settle",
    api.POST("/api/v1/workers/{worker}/settle", {
      ...worker,
      body: { results: [{ ...held, outcome: "failed", error: "again" }], lease: { max: 1, wait_ms: 1000 } },
    }),
  );
  expect("settled", failed.results![0]!.answer === "settled");
  const second = failed.jobs![0]!;
  await done("release", api.POST("/api/v1/workers/{worker}/release", { ...worker, body: { jobs: [{ job: second.job!, token: second.token! }] } }));
  await done("drain", api.POST("/api/v1/workers/{worker}/drain", worker));
  await done("deregister", api.DELETE("/api/v1/workers/{worker}", worker));

  const attempts = await done("attempts", api.GET("/api/v1/jobs/{id}/attempts", { params: { path: { id: `${id}` } } }));
  expect("one attempt failed", attempts.attempts[0]!.error === "again");
  const logs = await done("logs", api.GET("/api/v1/jobs/{id}/logs", { params: { path: { id: `${id}` } } }));
  expect("a line", logs.lines[0]!.text === "half way" && !logs.end);
  await done("cancel", api.POST("/api/v1/jobs/{id}/cancel", { params: { path: { id: `${id}` } } }));
  const text = await done(
    "log stream",
    api.GET("/api/v1/jobs/{id}/logs/stream", { params: { path: { id: `${id}` } }, parseAs: "text" }),
  );
  expect("the stream ends", `${text}`.includes("event: end"));
  const job = await done("get", api.GET("/api/v1/jobs/{id}", { params: { path: { id: `${id}` }, query: { wait: 1, payload: true } } }));
  expect("the job has ended", job.state === "cancelled" && JSON.stringify(job.payload) === '{"width":1280}');

  const events = await api.GET("/api/v1/events", { parseAs: "stream", params: { query: { job: `${id}` } } });
  const reader = (events.data as unknown as ReadableStream<Uint8Array>).getReader();
  expect("a snapshot", new TextDecoder().decode((await reader.read()).value).includes("event: snapshot"));
  await reader.cancel();

  const bulk = await done("bulk", api.POST("/api/v1/bulk", { body: { action: "cancel", filter: { type: "other", state: ["pending"] } } }));
  const ended = await done("bulk wait", api.GET("/api/v1/bulk/{id}", { params: { path: { id: `${bulk.id}` }, query: { wait: 20 } } }));
  expect("the bulk action is done", ended.status === "done" && ended.done === 1);
  const actions = await done("bulk list", api.GET("/api/v1/bulk", { params: { query: { limit: 10 } } }));
  expect("one bulk action", actions.bulk.length === 1);
  await done("bulk stop", api.POST("/api/v1/bulk/{id}/stop", { params: { path: { id: `${bulk.id}` } } }));

  const nightly = { name: "nightly", type: "backup", schedule: "0 2 * * *", time_zone: "Europe/Berlin", overlap: "allow" };
  const schedule = await done("schedule", api.POST("/api/v1/schedules", { body: nightly }));
  const one = { params: { path: { id: `${schedule.id}` } } };
  expect("five slots", schedule.next_runs?.length === 5);
  const paused = await done("schedule change", api.PATCH("/api/v1/schedules/{id}", { ...one, body: { status: "paused" } }));
  expect("paused", paused.status === "paused" && paused.version === 2);
  const schedules = await done("schedules", api.GET("/api/v1/schedules", { params: { query: { search: "NIGHT" } } }));
  expect("the schedule is found", schedules.total === 1);
  const preview = await done("preview", api.POST("/api/v1/schedules/preview", { body: { schedule: "@hourly", count: 3 } }));
  expect("three slots", preview.next_runs.length === 3);
  const run = await done("trigger", api.POST("/api/v1/schedules/{id}/trigger", { ...one, body: { payload: [1] } }));
  const range = { from: "2024-01-01T00:00:00Z", to: "2024-01-02T12:00:00Z" };
  const filled = await done("backfill", api.POST("/api/v1/schedules/{id}/backfill", { ...one, body: range }));
  expect("two slots gone by", filled.made === 2);
  const runs = await done("runs", api.GET("/api/v1/schedules/{id}/runs", one));
  expect("three runs", runs.total === 3 && runs.runs[2]!.job.id === run.job.id);
  for (const made of runs.runs) {
    await api.POST("/api/v1/jobs/{id}/cancel", { params: { path: { id: `${made.job.id}` } } });
  }
  await done("schedule detail", api.GET("/api/v1/schedules/{id}", one));
  await done("schedule delete", api.DELETE("/api/v1/schedules/{id}", one));

  const robot = await done("key", api.POST("/api/v1/keys", { body: { name: "robot", scopes: ["read"] } }));
  const keys = await done("keys", api.GET("/api/v1/keys"));
  expect("the key is listed", keys.keys.some((one) => one.id === robot.id));
  await done("key delete", api.DELETE("/api/v1/keys/{id}", { params: { path: { id: `${robot.id}` } } }));
  const backup = await done("backup", api.POST("/api/v1/backups"));
  const named = { params: { path: { name: backup.name } } };
  const backups = await done("backups", api.GET("/api/v1/backups"));
  expect("the backup is listed", backups.backups[0]!.name === backup.name);
  const file = await done("backup file", api.GET("/api/v1/backups/{name}", { ...named, parseAs: "arrayBuffer" }));
  expect("all of its bytes", (file as unknown as ArrayBuffer).byteLength === backup.bytes);
  await done("backup delete", api.DELETE("/api/v1/backups/{name}", named));
  const audit = await done("audit", api.GET("/api/v1/audit", { params: { query: { action: "backup.create", limit: 5 } } }));
  expect("the backup is in the audit", audit.records[0]!.target === `backup ${backup.name}`);
  const stats = await done("stats", api.GET("/api/v1/stats"));
  expect("counts", stats.jobs["cancelled"] === 5 && stats.unfinished === 1);

  const missing = await api.GET("/api/v1/jobs/{id}", { params: { path: { id: "999" } } });
  expect("a problem has a code", missing.error?.code === "not_found");
  console.log(JSON.stringify({ called: [...called] }));
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
