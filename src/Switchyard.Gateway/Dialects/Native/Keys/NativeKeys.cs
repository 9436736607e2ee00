using System.Globalization;
using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Keys;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Dialects.Native.Keys;

/// <summary>API keys made, listed and removed.</summary>
internal sealed class NativeKeys(IKeys keys, TimeProvider clock)
{
    private const int MaxName = 100;

    public async Task CreateAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Small, clock);
        if (!TryRead(body.Span, out var request, out var problem))
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var made = await keys.CreateAsync(
            request,
            Requester.Of(context, caller, Dialect.Native),
            context.RequestAborted
        );
        var view = new CreatedKeyView(made.Key.Id, request.Name, NativeWords.List(request.Scopes), made.Secret);
        // The one answer with the secret in it must not lie in anybody's cache.
        context.Response.Headers.CacheControl = "no-store";
        await NativeAnswers.SendAsync(context, 201, view, ContractsJson.Default.CreatedKeyView, clock);
    }

    public Task ListAsync(HttpContext context, Caller caller)
    {
        var list = new KeyList([.. keys.List().Select(View)]);
        return NativeAnswers.SendAsync(context, 200, list, ContractsJson.Default.KeyList, clock);
    }

    public async Task DeleteAsync(HttpContext context, Caller caller)
    {
        var text = (string?)context.Request.RouteValues["id"];
        if (
            !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !await keys.DeleteAsync(id, Requester.Of(context, caller, Dialect.Native), context.RequestAborted)
        )
        {
            var problem = new NativeProblem(404, Contracts.Errors.ProblemCodes.NotFound, "There is no such key.");
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static KeyView View(ApiKey key) =>
        new(
            key.Id,
            key.Key.Name,
            NativeWords.List(key.Key.Scopes),
            NativeWords.Of(key.Key.IdFormat),
            key.Key.MaxQueued,
            key.Key.MaxPerMinute,
            key.CreatedAt
        );

    private static bool TryRead(ReadOnlySpan<byte> body, out KeyRequest request, out NativeProblem problem)
    {
        request = new KeyRequest("", ApiScopes.None);
        if (!NativeBodies.TryRead(body, ContractsJson.Default.KeyCreation, out var given, out problem))
        {
            return false;
        }

        var scopes = ApiScopes.None;
        var wrong =
            given.Name is null || given.Name.Length is 0 or > MaxName || given.Name.Any(char.IsControl)
                ? $"name: 1 to {MaxName} characters"
            : !TryScopes(given.Scopes, out scopes) ? "scopes: at least one of read, submit, work, exec, metrics, admin"
            : given.IdFormat is not (null or "uuid" or "int") ? "id_format: uuid or int"
            : given.MaxQueued < 1 ? "max_queued: at least 1"
            : given.MaxPerMinute < 1 ? "max_per_minute: at least 1"
            : null;
        problem = wrong is null ? default : NativeErrors.Invalid(wrong);
        if (wrong is null)
        {
            var format = given.IdFormat == "int" ? IdFormat.Int : IdFormat.Uuid;
            request = new KeyRequest(given.Name!, scopes, format, given.MaxQueued, given.MaxPerMinute);
        }

        return wrong is null;
    }

    private static bool TryScopes(IReadOnlyList<string>? words, out ApiScopes scopes)
    {
        scopes = ApiScopes.None;
        foreach (var word in words ?? [])
        {
            if (!NativeWords.TryScope(word, out var scope))
            {
                return false;
            }

            scopes |= scope;
        }

        return scopes != ApiScopes.None;
    }
}
