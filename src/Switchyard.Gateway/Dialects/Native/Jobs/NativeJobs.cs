using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Bodies;
using Switchyard.Gateway.Traces;

namespace Switchyard.Gateway.Dialects.Native.Jobs;

/// <summary>Jobs submitted and read.</summary>
internal sealed class NativeJobs(IJobs jobs, TimeProvider clock)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    public async Task SubmitAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Bulk, clock);
        if (NativeJobReader.Read(body, clock.GetUtcNow(), out var requests, out var isMany) is { } malformed)
        {
            await NativeErrors.WriteAsync(context, malformed);
            return;
        }

        var key = context.Request.Headers["Idempotency-Key"];
        var submit = new Submit(
            Dialect.Native,
            caller,
            requests,
            key.Count == 0 ? null : key.ToString(),
            key.Count == 0 ? default : SHA256.HashData(body.Span),
            TraceHeader.Of(context.Request)
        );
        var result = await jobs.SubmitAsync(submit, context.RequestAborted);
        if (NativeErrors.Of(result) is { } refused)
        {
            await NativeErrors.WriteAsync(context, refused);
            return;
        }

        if (result.Answer == SubmitAnswer.Repeated)
        {
            context.Response.Headers["Idempotency-Replayed"] = "true";
        }

        if (!isMany)
        {
            context.Response.Headers.Location = string.Create(
                CultureInfo.InvariantCulture,
                $"{context.Request.PathBase}{NativeDialect.Prefix}/jobs/{result.FirstId}"
            );
        }

        var answer = isMany ? References(result) : Reference(result);
        await ResponseBody.WriteAsync(context, 201, NativeAnswers.ContentType, answer, clock);
    }

    public async Task GetAsync(HttpContext context, Caller caller)
    {
        var query = new NativeQuery(context.Request);
        var (wait, withPayload) = (query.Wait(MaxWait), query.IsTrue("payload"));
        if (query.Problem is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var aborted = context.RequestAborted;
        if (
            !NativeJobName.TryRead(context, out var name)
            || await jobs.WaitAsync(name, caller.Sees, wait, aborted) is not { } job
        )
        {
            await NativeErrors.WriteAsync(context, NativeErrors.NoSuchJob);
            return;
        }

        var view = NativeTranslator.View(job);
        if (withPayload)
        {
            // Gone in between: the job was deleted, and is answered as it was a moment ago.
            var content = await jobs.GetContentAsync(name, caller.Sees, aborted);
            var payload = await jobs.ReadAsync(content?.Payload ?? default, aborted);
            view = view with { Payload = new RawJson(payload) };
        }

        var result = job.State.IsFinished() ? await jobs.ReadAsync(job.Result, aborted) : default;
        await SendAsync(context, view, result);
    }

    public async Task ListAsync(HttpContext context, Caller caller)
    {
        var given = new NativeQuery(context.Request);
        var query = new JobQuery
        {
            States = given.States(),
            Dialect = given.Dialect(),
            Owner = caller.Sees ?? given.Key(),
            Type = given.Text("type"),
            Tag = given.Text("tag"),
            Reason = given.Reason(),
            CreatedFrom = given.Time("created_from"),
            CreatedBefore = given.Time("created_before"),
            Limit = given.Limit(),
            Before = given.Before(),
        };
        if (given.Problem is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var page = await jobs.ListAsync(query, context.RequestAborted);
        var list = new JobList([.. page.Jobs.Select(NativeTranslator.View)], page.Before);
        await NativeAnswers.SendAsync(context, 200, list, ContractsJson.Default.JobList, clock);
    }

    public async Task GetAttemptsAsync(HttpContext context, Caller caller)
    {
        var aborted = context.RequestAborted;
        if (!NativeJobName.TryRead(context, out var name) || await jobs.GetAsync(name, caller.Sees, aborted) is null)
        {
            await NativeErrors.WriteAsync(context, NativeErrors.NoSuchJob);
            return;
        }

        var attempts = await jobs.AttemptsAsync(name, caller.Sees, aborted);
        var view = new JobAttempts([.. attempts.Select(NativeTranslator.View)]);
        await NativeAnswers.SendAsync(context, 200, view, ContractsJson.Default.JobAttempts, clock);
    }

    public async Task GetWhyAsync(HttpContext context, Caller caller)
    {
        if (
            !NativeJobName.TryRead(context, out var name)
            || await jobs.WhyAsync(name, caller.Sees, context.RequestAborted) is not { } why
        )
        {
            await NativeErrors.WriteAsync(context, NativeErrors.NoSuchJob);
            return;
        }

        var view = new JobWhyView(NativeWords.Of(why.State), NativeWords.Of(why.Cause), why.Detail);
        await NativeAnswers.SendAsync(context, 200, view, ContractsJson.Default.JobWhyView, clock);
    }

    // {"id":1,"uuid":"00000000-0000-8001-8400-000000000000"}
    private static byte[] Reference(SubmitResult result) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new JobReference(result.FirstId, result.Uuid(0)),
            ContractsJson.Default.JobReference
        );

    // Ten thousand at once: written without a record for each.
    private static ReadOnlyMemory<byte> References(SubmitResult result)
    {
        const int BytesEach = 72;
        var buffer = new ArrayBufferWriter<byte>((result.Salts.Count * BytesEach) + 16);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("jobs"u8);
        for (var i = 0; i < result.Salts.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, result.FirstId + i);
            writer.WriteString("uuid"u8, result.Uuid(i));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private ValueTask SendAsync(HttpContext context, JobView view, ReadOnlyMemory<byte> result)
    {
        if (result.Length <= SlowClient.Window)
        {
            var whole = JsonSerializer.SerializeToUtf8Bytes(
                view with
                {
                    Result = new RawJson(result),
                },
                ContractsJson.Default.JobView
            );
            return ResponseBody.WriteAsync(context, 200, NativeAnswers.ContentType, whole, clock);
        }

        // Up to 64 MiB: sent as it lies in memory, in the place of the last brace.
        var head = JsonSerializer.SerializeToUtf8Bytes(view, ContractsJson.Default.JobView).AsMemory()[..^1];
        ReadOnlyMemory<byte>[] parts = [head, ",\"result\":"u8.ToArray(), result, "}"u8.ToArray()];
        return ResponseBody.WriteAsync(context, 200, NativeAnswers.ContentType, parts, clock);
    }
}
