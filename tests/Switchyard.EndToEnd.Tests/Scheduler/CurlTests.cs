using System.Text.Json;
using Switchyard.EndToEnd.Tests.Cli;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Scheduler;

/// <summary>The four commands of the scheduler API's document, with nothing but the URL and the key put in.</summary>
public sealed class CurlTests
{
    private const string Commands = """
        # 创建定时备份任务
        curl -X POST http://localhost:8080/api/tasks \
          -H "Authorization: Bearer your-api-key" \
          -H "Content-Type: application/json" \
          -d '{
            "name": "database_backup",
            "executor": "shell", 
            "command": "pg_dump mydb > /backup/$(date +%Y%m%d).sql",
            "schedule": "0 2 * * *",
            "priority": "high",
            "retry_count": 2,
            "timeout_seconds": 1800
          }'

        # 创建HTTP webhook任务  
        curl -X POST http://localhost:8080/api/tasks \
          -H "Authorization: Bearer your-api-key" \
          -H "Content-Type: application/json" \
          -d '{
            "name": "status_webhook",
            "executor": "http",
            "url": "https://hooks.slack.com/services/xxx",
            "method": "POST",
            "headers": {"Content-Type": "application/json"},
            "body": "{\"text\": \"Daily report completed\"}"
          }'

        # 手动触发任务执行
        curl -X POST http://localhost:8080/api/tasks/1/trigger \
          -H "Authorization: Bearer your-api-key"

        # 查看任务执行结果
        curl -X GET http://localhost:8080/api/tasks/1/runs \
          -H "Authorization: Bearer your-api-key"
        """;

    [Fact]
    public async Task Document_ItsFourCommands_CreateTriggerAndShow()
    {
        await using var server = await StartAsync(); // whose first task has the number 1
        var script = Commands
            .Replace("http://localhost:8080", server.Setup.Console.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("your-api-key", ServerSetup.AdminKey, StringComparison.Ordinal)
            .Replace("curl ", "echo; curl --silent ", StringComparison.Ordinal);

        var result = await server.ShellAsync(script);

        result.ExitCode.ShouldBe(0, result.Error);
        var answers = result
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line))
            .ToList();
        answers.Count.ShouldBe(4);
        answers.ShouldAllBe(answer => answer.GetProperty("success").GetBoolean());
        answers[0].GetProperty("data").GetProperty("next_runs").GetArrayLength().ShouldBe(5);
        answers[1].GetProperty("data").GetProperty("name").GetString().ShouldBe("status_webhook");
        var run = answers[2].GetProperty("data").GetProperty("id").GetInt64();
        var listed = answers[3].GetProperty("data").GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("id").GetInt64().ShouldBe(run);
    }

    /// <summary>The built-in worker of a real server does a task, and what it prints is told while it prints.</summary>
    [Fact]
    public async Task Task_OfTheShell_RunsAndIsFollowedByCurl()
    {
        await using var server = await StartAsync();
        var result = await server.ShellAsync(
            $$"""
            api={{server.Setup.Console}}api
            call() { curl --silent --fail-with-body -H "X-API-Key: {{ServerSetup.AdminKey}}" "$@"; }
            task=$(call $api/tasks -d '{"name":"n","executor":"shell","command":"echo one; echo two >&2; echo $SWITCHYARD_TASK_ID-$SWITCHYARD_RUN_ID-$SWITCHYARD_ATTEMPT-$SWITCHYARD_ADMIN_KEY; exit 3"}' | sed -E 's/.*"data":\{"id":([0-9]+).*/\1/')
            run=$(call -X POST $api/tasks/$task/trigger | sed -E 's/.*"data":\{"id":([0-9]+).*/\1/')
            call --no-buffer "$api/runs/$run/logs?follow=true"
            call $api/runs/$run
            """
        );

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("data: {\"attempt\":1,\"line\":0,\"text\":\"one\"}\n");
        result.Output.ShouldContain("data: {\"attempt\":1,\"line\":1,\"text\":\"two\"}\n");
        var run = JsonElement.Parse(result.Output.TrimEnd().Split('\n')[^1]).GetProperty("data");
        run.GetProperty("status").GetString().ShouldBe("failed");
        run.GetProperty("exit_code").GetInt32().ShouldBe(3);
        run.GetProperty("output").GetString().ShouldBe("one\ntwo\n1-1-1-\n");
    }

    private static async Task<CliServer> StartAsync()
    {
        var server = new CliServer();
        await server.InitializeAsync();
        return server;
    }
}
