using Microsoft.AspNetCore.Http;
using Switchyard.Gateway.Bodies;
using Switchyard.Gateway.Dialects;
using Switchyard.Gateway.Failures;
using Switchyard.Gateway.Metrics;

namespace Switchyard.Gateway.Listeners;

/// <summary>A listener at work: who may call, then which dialect answers.</summary>
internal sealed class Listener(ListenerModel model, BodyBudget bodies, FailureShaper failures, RequestMeter meter)
    : IListenerFeature
{
    private readonly KeyValuePair<string, object?> _tag = new("switchyard.listener", model.Name);
    private DialectRoute[] _dialects = [];
    private readonly OriginGate _origins = new(model.AllowedOrigins);
    private readonly HostGate? _hosts =
        model.Url.IsLoopback || !model.RequiresKeys ? new HostGate(model.AllowedHosts) : null;

    public ListenerModel Model => model;

    public string Name => model.Name;

    public bool RequiresKeys => model.RequiresKeys;

    public bool LimitsRates => model.LimitsRates;

    public bool IsLoopback => model.Url.IsLoopback;

    public BodyBudget Bodies => bodies;

    /// <summary>Gives it its dialects, the last of which takes every path; before the first connection.</summary>
    public void Serve(IEnumerable<DialectRoute> dialects) => _dialects = [.. dialects];

    /// <summary>Answers a request, whatever happens.</summary>
    public Task HandleAsync(HttpContext context) =>
        meter.IsOn && context.Request.Headers.Upgrade.Count == 0
            ? meter.MeasureAsync(context, _tag, AnswerAsync)
            : AnswerAsync(context);

    private Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var dialect = Find(request.Path);
        if (_hosts?.Allows(request) == false)
        {
            return FailureShaper.WriteAsync(context, dialect.Dialect, GatewayFailure.Forbidden);
        }

        switch (_origins.Judge(request))
        {
            case OriginVerdict.Unknown:
                return FailureShaper.WriteAsync(context, dialect.Dialect, GatewayFailure.Forbidden);
            case OriginVerdict.Configured when OriginGate.Welcome(context):
                return Task.CompletedTask;
        }

        // The handshake's middleware costs an object a request; few requests are handshakes.
        var pipeline = request.Headers.Upgrade.Count == 0 ? dialect.Pipeline : dialect.Upgrades;
        return failures.RunAsync(context, pipeline, dialect.Dialect);
    }

    private DialectRoute Find(PathString path)
    {
        var index = 0;
        while (index < _dialects.Length - 1 && !_dialects[index].Takes(path))
        {
            index++;
        }

        return _dialects[index];
    }
}
