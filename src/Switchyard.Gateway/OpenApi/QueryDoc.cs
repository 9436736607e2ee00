namespace Switchyard.Gateway.OpenApi;

/// <summary>One parameter of a route's query string.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Meaning">What it does, its range and default.</param>
internal sealed record QueryDoc(string Name, string Meaning);
