using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Switchyard.Contracts.Audit;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;

namespace Switchyard.Gateway.Dialects.Native.Audit;

/// <summary>Who did what.</summary>
internal sealed class NativeAudit(IAuditTrail audit, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes, NativeGuard guard) =>
        routes
            .MapGet($"{NativeDialect.Prefix}/audit", guard.For(ApiScopes.Admin, ListAsync))
            .Answers<AuditList>(
                "audit",
                "Who did what, when and from where; the newest first.",
                query:
                [
                    new("action", "The exact action, as job.cancel."),
                    new("target", "The exact target, as job 17."),
                    new(
                        "key",
                        "The id of the key that acted; 0 for anonymous callers and the node itself.",
                        JsonSchemaType.Integer
                    ),
                    new("limit", "1 to 1000; default 50.", JsonSchemaType.Integer),
                    new("before", "The cursor of the page before.", JsonSchemaType.Integer),
                ]
            );

    private async Task ListAsync(HttpContext context, Caller caller)
    {
        var given = new NativeQuery(context.Request);
        var query = new AuditQuery
        {
            Action = given.Text("action"),
            Target = given.Text("target"),
            KeyId = given.Key(),
            Limit = given.Limit(),
            Before = given.Before(),
        };
        if (given.Problem is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var page = await audit.ListAsync(query, context.RequestAborted);
        var list = new AuditList([.. page.Records.Select(View)], page.Before);
        await NativeAnswers.SendAsync(context, 200, list, ContractsJson.Default.AuditList, clock);
    }

    private static AuditRecordView View(AuditRecord record) =>
        new()
        {
            Id = record.Id,
            At = record.At,
            Key = record.Entry.KeyId,
            KeyName = record.Entry.KeyName,
            Dialect = record.Entry.Door is { } door ? NativeWords.Of(door) : null,
            Address = record.Entry.Address,
            Action = record.Entry.Action,
            Target = record.Entry.Target,
            Detail = record.Entry.Detail,
        };
}
