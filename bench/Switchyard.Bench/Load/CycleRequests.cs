using Switchyard.Bench.Http;

namespace Switchyard.Bench.Load;

/// <summary>The two requests of a full cycle; shared by the connections of a load, which all run on one thread.</summary>
internal sealed record CycleRequests(RequestTemplate Create, RequestTemplate Read);
