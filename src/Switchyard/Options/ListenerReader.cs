using Switchyard.Gateway.Listeners;

namespace Switchyard.Options;

/// <summary>Makes listeners of options, and refuses what would open a door that nobody asked to open.</summary>
internal static class ListenerReader
{
    public static IReadOnlyList<ListenerModel> Read(OptionSet set)
    {
        var read = NodeOptions
            .Listeners.Select(options => (Options: options, Model: Read(set, options)))
            .Where(entry => entry.Model is not null)
            .Select(entry => (entry.Options, Model: entry.Model!))
            .ToList();
        foreach (var (entry, index) in read.Select((entry, index) => (entry, index)))
        {
            foreach (var earlier in read.Take(index))
            {
                RefuseClash(set, entry.Options, entry.Model, earlier.Model);
            }
        }

        if (read.Count == 0 && set.Problems.Count == 0)
        {
            set.Refuse("Every listener is off: nothing would be served.");
        }

        return [.. read.Select(entry => entry.Model)];
    }

    private static ListenerModel? Read(OptionSet set, ListenerOptions options)
    {
        var text = set.Get(options.Listen);
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (!ListenerUrl.TryParse(text, out var url, out var problem))
        {
            set.Refuse(options.Listen.Info, $"'{text}' {problem}");
            return null;
        }

        var origins = set.Get(options.AllowedOrigins);
        foreach (var origin in origins.Where(origin => !IsOrigin(origin)))
        {
            set.Refuse(options.AllowedOrigins.Info, $"'{origin}' is no origin: write it like https://app.example.com");
        }

        return new ListenerModel
        {
            Name = options.Name,
            Url = url!,
            RequiresKeys = RequiresKeys(set, options, url!),
            AllowedHosts = set.Get(options.AllowedHosts),
            AllowedOrigins = origins,
            LimitsRates = set.Get(options.RateLimits) ?? true,
        };
    }

    private static bool RequiresKeys(OptionSet set, ListenerOptions options, ListenerUrl url)
    {
        var require = set.Get(options.RequireKeys);
        var anonymous = set.Get(options.AllowAnonymous);
        if (require == true && anonymous == true)
        {
            set.Refuse(
                options.AllowAnonymous.Info,
                $"is true, and so is {options.RequireKeys.Info.Key}: decide for one"
            );
        }

        if (require == false && anonymous != true && !url.IsLoopback)
        {
            set.Refuse(
                options.RequireKeys.Info,
                $"is false, and the listener {options.Name} would be open to everybody at {url}: "
                    + $"set it to true, listen on a loopback address, or allow it with {options.AllowAnonymous.Info.Key}=true"
            );
        }

        return require ?? !(anonymous ?? (options.IsOpenOnLoopback && url.IsLoopback));
    }

    private static void RefuseClash(OptionSet set, ListenerOptions options, ListenerModel model, ListenerModel earlier)
    {
        if (!model.Url.SharesSocketWith(earlier.Url))
        {
            return;
        }

        if (model.Url.IsHttps != earlier.Url.IsHttps)
        {
            set.Refuse(options.Listen.Info, $"shares its port with {earlier.Name}, and only one of them is https");
        }
        else if (model.Url.PathPrefix == earlier.Url.PathPrefix)
        {
            set.Refuse(
                options.Listen.Info,
                $"is where {earlier.Name} is served: give one of them another port or a path of its own"
            );
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is ("http" or "https")
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}
