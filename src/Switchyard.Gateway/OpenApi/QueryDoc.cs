using Microsoft.OpenApi;

namespace Switchyard.Gateway.OpenApi;

/// <summary>One parameter of a route, in its query string or among its headers.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Meaning">What it does, its range and default.</param>
/// <param name="Type">What it is read as.</param>
internal sealed record QueryDoc(string Name, string Meaning, JsonSchemaType Type = JsonSchemaType.String);
