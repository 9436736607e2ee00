using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Switchyard.Contracts.Json;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Tests.OpenApi;

public sealed class ApiDocumentTests
{
    /// <summary>So that the tests by an API's document have all of its routes.</summary>
    [Fact]
    public async Task Document_OfARouteThatWasForgotten_IsNotMade()
    {
        var forgotten = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/forgotten"), 0)
        {
            DisplayName = "GET /forgotten",
        };

        var problem = await Should.ThrowAsync<InvalidOperationException>(() =>
            ApiDocument.GenerateAsync(
                new ApiDescription("Test", "1", "", ContractsJson.Default, TakesKeys: false),
                [(RouteEndpoint)forgotten.Build()],
                PathString.Empty,
                CancellationToken.None
            )
        );

        problem.Message.ShouldContain("GET /forgotten");
    }
}
