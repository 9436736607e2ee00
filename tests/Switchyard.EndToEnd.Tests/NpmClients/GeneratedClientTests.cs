using System.Text.Json;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.NpmClients;

/// <summary>A client whose types are made from the OpenAPI document that the server serves, compiled strictly and run.</summary>
public sealed class GeneratedClientTests(NpmFolder npm) : IClassFixture<NpmFolder>
{
    private static readonly string[] Strictly =
    [
        .. "--strict --noUncheckedIndexedAccess --target es2022 --skipLibCheck --types node".Split(' '),
        .. "--module node16 --moduleResolution node16".Split(' '),
    ];

    [Fact]
    public async Task GeneratedClient_OfTheNativeApi_CallsEveryRoute()
    {
        using var data = new TempFolder();
        var setup = new ServerSetup(data.Path);
        await using var server = await Server.StartAsync(setup);
        using var work = new TempFolder();
        using var http = new HttpClient();
        var document = await http.GetByteArrayAsync(new Uri(setup.Console, "/api/v1/openapi.json"));
        await File.WriteAllBytesAsync(work["openapi.json"], document);
        File.Copy(npm.Source("native.ts"), work["native.ts"]);

        await npm.RunToolAsync("openapi-typescript", work.Path, "openapi.json", "-o", "native-api.d.ts");
        await npm.RunToolAsync("tsc", work.Path, [.. Strictly, "native.ts"]);
        var said = await npm.RunAsync(work["native.js"], setup.Console.OriginalString, ServerSetup.AdminKey);

        // Nine routes are called twice or more, under names of their own.
        using var json = JsonDocument.Parse(said);
        var routes = Routes(document);
        json.RootElement.GetProperty("called").GetInt32().ShouldBeGreaterThanOrEqualTo(routes.Count);
        foreach (var route in routes)
        {
            (await File.ReadAllTextAsync(npm.Source("native.ts"))).ShouldContain(
                route,
                customMessage: $"{route} is not called"
            );
        }
    }

    /// <summary>As the client writes them: <c>GET("/api/v1/jobs"</c>; the orders to a job are one call, in a loop.</summary>
    private static List<string> Routes(byte[] document)
    {
        using var json = JsonDocument.Parse(document);
        string[] orders = ["start", "pause", "resume", "retry"];
        return
        [
            .. json
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .Where(path => !orders.Any(order => path.Name.EndsWith($"{{id}}/{order}", StringComparison.Ordinal)))
                .SelectMany(path =>
                    path.Value.EnumerateObject().Select(verb => $"{verb.Name.ToUpperInvariant()}(\"{path.Name}\"")
                ),
        ];
    }
}
