using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>What the document of this API says of its routes.</summary>
internal static class BrokerDocs
{
    private const string Tasks = "Task";
    private const string State = "State";

    private const string Absent =
        """{"errorId":22,"errorCode":"ERROR_TASK_ABSENT","errorDescription":"The task is null."}""";

    /// <summary>The API as a whole.</summary>
    public static ApiDescription Api(string version) =>
        new(
            "Switchyard: broker",
            version,
            """
            createTask and getTaskResult, for clients of that protocol; workers connect to the WebSocket
            `/worker/{worker_id}`. Errors are HTTP 200 with an `errorId` above 0, an `errorCode` and an `errorDescription`.
            Where this listener requires keys, `clientKey` is one, and the GET routes take it as `Authorization: Bearer`.
            """,
            BrokerRecordsJson.Default,
            TakesKeys: true
        );

    /// <summary><c>POST /createTask</c></summary>
    public static RouteDoc CreateTask { get; } =
        new(Tasks, "Creates a task.")
        {
            Body = typeof(BrokerRecords.CreateTask),
            BodyExample = """
                {"clientKey":"string","task":{"type":"AntiTurnstileTaskProxyLess","websiteURL":"https://example.com","websiteKey":"site-key-value"}}
                """,
            Answers =
            [
                new AnswerDoc(200, typeof(BrokerRecords.Created), "The task's id, or an error.")
                {
                    Examples =
                    [
                        ("created", """{"errorId":0,"taskId":"8b7a2737-60d8-80f0-914b-7d7a91efd72c"}"""),
                        ("refused", Absent),
                    ],
                },
                Invalid,
            ],
        };

    /// <summary><c>POST /getTaskResult</c></summary>
    public static RouteDoc GetTaskResult { get; } =
        new(Tasks, "Gets a task's result; with `wait`, as soon as there is one.")
        {
            Body = typeof(BrokerRecords.GetTaskResult),
            BodyExample = """
                {"clientKey":"string","taskId":"8b7a2737-60d8-80f0-914b-7d7a91efd72c","wait":30}
                """,
            Answers =
            [
                new AnswerDoc(200, typeof(BrokerRecords.TaskResult), "Where the task stands, or an error.")
                {
                    Examples =
                    [
                        (
                            "ready",
                            """{"errorId":0,"status":"ready","solution":{"token":"cf-turnstile-token"},"cost":"0","ip":"192.0.2.1","createTime":1744449814,"endTime":1744449820,"solveCount":1,"taskId":"8b7a2737-60d8-80f0-914b-7d7a91efd72c"}"""
                        ),
                        ("processing", """{"errorId":0,"status":"processing"}"""),
                        (
                            "failed",
                            """{"errorId":12,"errorCode":"ERROR_CAPTCHA_UNSOLVABLE","errorDescription":"no luck","taskId":"8b7a2737-60d8-80f0-914b-7d7a91efd72c"}"""
                        ),
                        (
                            "unknown",
                            """{"errorId":16,"errorCode":"ERROR_NO_SUCH_CAPCHA_ID","errorDescription":"There is no such task."}"""
                        ),
                    ],
                },
                Invalid,
            ],
        };

    /// <summary><c>POST /getBalance</c></summary>
    public static RouteDoc GetBalance { get; } =
        new(Tasks, "Gets the balance: always the same, nothing is billed.")
        {
            Body = typeof(BrokerRecords.GetBalance),
            BodyExample = """{"clientKey":"string"}""",
            Answers =
            [
                new AnswerDoc(200, typeof(BrokerRecords.Balance), "The balance, or an error.")
                {
                    Examples = [("balance", """{"errorId":0,"balance":1000000}""")],
                },
                Invalid,
            ],
        };

    /// <summary><c>GET /api/nodes</c></summary>
    public static RouteDoc Nodes { get; } =
        new(State, "Lists the workers that are connected, or were within the last 60 s.")
        {
            Answers =
            [
                new AnswerDoc(200, typeof(IReadOnlyList<BrokerRecords.Node>), "The workers.")
                {
                    Examples =
                    [
                        (
                            "nodes",
                            """[{"id":"worker-id","ip":"192.0.2.1","task_types":["AntiTurnstileTaskProxyLess"],"max_concurrency":4,"current_tasks":2,"pending_tasks":1,"connected_at":"2025-04-12 16:40:12","uptime":"126 秒","status":"online"}]"""
                        ),
                    ],
                },
                NoKey,
            ],
        };

    /// <summary><c>GET /api/tasks</c></summary>
    public static RouteDoc TaskPool { get; } =
        new(State, "Counts all tasks and lists the newest that are not done.")
        {
            Query = [new QueryDoc("limit", "The most tasks to list, from 1; default and most: 1000.")],
            Answers =
            [
                new AnswerDoc(200, typeof(BrokerRecords.TaskPool), "The tasks.")
                {
                    Examples =
                    [
                        (
                            "tasks",
                            """{"summary":{"total":18553,"completed":18333,"pending":220,"assigned":5},"tasks":[{"taskId":"8b7a2737-60d8-80f0-914b-7d7a91efd72c","status":"processing","assignedTo":"s2","createdAt":"2025-04-12T09:23:34.344576","type":"AntiTurnstileTaskProxyLess"}]}"""
                        ),
                    ],
                },
                NoKey,
                Invalid,
            ],
        };

    private static AnswerDoc Invalid =>
        new(422, typeof(BrokerRecords.Invalid), "The request is not of the documented shape.")
        {
            Examples =
            [
                ("missing", """{"detail":[{"loc":["body","task"],"msg":"Field required","type":"missing"}]}"""),
            ],
        };

    private static AnswerDoc NoKey =>
        new(401, typeof(BrokerRecords.Failure), "This listener requires a key.")
        {
            Examples = [("refused", """{"detail":"Not authenticated"}""")],
        };
}
