using Switchyard.Gateway.Listeners;

namespace Switchyard.Options;

/// <summary>The options that every listener has.</summary>
internal sealed class ListenerOptions(string name)
{
    private readonly string _section = $"Dialects:{char.ToUpperInvariant(name[0])}{name[1..]}";

    public string Name => name;

    public NodeOption<string> Listen =>
        OptionKinds.Text(
            $"{_section}:Listen",
            ListenerNames.DefaultUrl(name),
            "a URL, or off",
            "Where it is served; a path in the URL is cut off before the API sees it."
        );

    public NodeOption<bool?> RequireKeys =>
        OptionKinds.Flag(
            $"{_section}:RequireKeys",
            IsOpenOnLoopback ? "true beyond loopback, else false" : "true",
            "Whether callers without a valid key are refused."
        );

    public NodeOption<bool?> AllowAnonymous =>
        OptionKinds.Flag(
            $"{_section}:AllowAnonymous",
            IsOpenOnLoopback ? "true on loopback, else false" : "false",
            "Whether callers without a key are let in, even beyond loopback."
        );

    public NodeOption<IReadOnlyList<string>> AllowedHosts =>
        OptionKinds.List(
            $"{_section}:AllowedHosts",
            "names",
            "none",
            "Names, beside addresses and localhost, that a Host header may have where no key is needed or on loopback."
        );

    public NodeOption<IReadOnlyList<string>> AllowedOrigins =>
        OptionKinds.List(
            $"{_section}:AllowedOrigins",
            "origins, like https://app.example.com",
            "none",
            "Origins of web pages, beside its own, that may call."
        );

    public NodeOption<bool?> RateLimits =>
        OptionKinds.Flag($"{_section}:RateLimits:Enabled", "true", "Whether keys are held to their requests a minute.");

    public IEnumerable<OptionInfo> All =>
        [Listen.Info, RequireKeys.Info, AllowAnonymous.Info, AllowedHosts.Info, AllowedOrigins.Info, RateLimits.Info];

    /// <summary>Whether its API was made for callers without a key, which it then takes from this machine.</summary>
    public bool IsOpenOnLoopback => name is ListenerNames.Broker or ListenerNames.Solver;
}
