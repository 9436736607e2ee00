using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchyard.Contracts.Backups;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Backups;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Native.Backups;

/// <summary>Copies of the store, made, listed, read out and removed.</summary>
internal sealed class NativeBackups(IBackups backups, TimeProvider clock)
{
    private const string FileType = "application/vnd.sqlite3";

    private static NativeProblem NoSuchBackup { get; } = new(404, ProblemCodes.NotFound, "There is no such backup.");

    public void Map(IEndpointRouteBuilder routes, NativeGuard guard)
    {
        const string path = $"{NativeDialect.Prefix}/backups";
        routes
            .MapPost(path, guard.For(ApiScopes.Admin, CreateAsync))
            .Answers<BackupView>("backups", "Copy the whole store, while it is in use, into the server's folder.", 201);
        routes
            .MapGet(path, guard.For(ApiScopes.Admin, ListAsync))
            .Answers<BackupList>("backups", "The backups that there are, the newest first.");
        routes
            .MapGet($"{path}/{{name}}", guard.For(ApiScopes.Admin, ReadAsync))
            .DescribeWhole(
                new RouteDoc("backups", "The file of a backup.")
                {
                    Answers =
                    [
                        new AnswerDoc(200, typeof(byte[]), "The file.") { ContentType = FileType },
                        .. NativeDocs.Refusals,
                    ],
                }
            );
        routes
            .MapDelete($"{path}/{{name}}", guard.For(ApiScopes.Admin, DeleteAsync))
            .AnswersNothing("backups", "Remove a backup.");
    }

    private async Task CreateAsync(HttpContext context, Caller caller)
    {
        var (answer, backup) = await backups.CreateAsync(By(context, caller), context.RequestAborted);
        var sent = answer switch
        {
            BackupAnswer.Made => NativeAnswers.SendAsync(
                context,
                201,
                View(backup!),
                ContractsJson.Default.BackupView,
                clock
            ),
            BackupAnswer.Busy => NativeErrors.WriteAsync(
                context,
                new(409, ProblemCodes.Busy, "Another backup is being made.")
            ),
            BackupAnswer.Elsewhere => NativeErrors.WriteAsync(
                context,
                new(
                    501,
                    ProblemCodes.NotSupported,
                    "This store is backed up by tools of its own: see the documentation."
                )
            ),
        };
        await sent;
    }

    private Task ListAsync(HttpContext context, Caller caller)
    {
        var list = new BackupList([.. backups.List().Select(View)]);
        return NativeAnswers.SendAsync(context, 200, list, ContractsJson.Default.BackupList, clock);
    }

    private async Task ReadAsync(HttpContext context, Caller caller)
    {
        await using var file = await backups.OpenAsync(NameOf(context), By(context, caller), context.RequestAborted);
        if (file is null)
        {
            await NativeErrors.WriteAsync(context, NoSuchBackup);
            return;
        }

        context.Response.ContentType = FileType;
        context.Response.ContentLength = file.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{NameOf(context)}\"";
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private async Task DeleteAsync(HttpContext context, Caller caller)
    {
        if (await backups.DeleteAsync(NameOf(context), By(context, caller), context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await NativeErrors.WriteAsync(context, NoSuchBackup);
        }
    }

    private static string NameOf(HttpContext context) => (string?)context.Request.RouteValues["name"] ?? "";

    private static Actor By(HttpContext context, Caller caller) => Requester.Of(context, caller, Dialect.Native);

    private static BackupView View(BackupInfo backup) => new(backup.Name, backup.Bytes, backup.CreatedAt);
}
