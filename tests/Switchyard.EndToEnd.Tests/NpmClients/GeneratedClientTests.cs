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

        using var json = JsonDocument.Parse(said);
        json.RootElement.GetProperty("called")
            .EnumerateArray()
            .Select(route => route.GetString())
            .ShouldBe(Routes(document), ignoreOrder: true);
    }

    private static List<string> Routes(byte[] document)
    {
        using var json = JsonDocument.Parse(document);
        return
        [
            .. json
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject().Select(verb => $"{verb.Name.ToUpperInvariant()} {path.Name}")
                ),
        ];
    }
}
