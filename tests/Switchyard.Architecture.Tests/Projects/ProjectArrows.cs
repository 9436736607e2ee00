namespace Switchyard.Architecture.Tests.Projects;

/// <summary>Who may reference whom. A project exists for a dependency that it must not have.</summary>
internal static class ProjectArrows
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Switchyard.Contracts"] = [],
        ["Switchyard.Engine"] = [],
        ["Switchyard.Cron"] = ["Switchyard.Engine"],
        ["Switchyard.Storage.Postgres"] = ["Switchyard.Engine"],
        ["Switchyard.Storage.Sqlite"] = ["Switchyard.Engine"],
        ["Switchyard.Gateway"] = ["Switchyard.Contracts", "Switchyard.Engine"],
        ["Switchyard.Client"] = ["Switchyard.Contracts"],
        ["Switchyard.Worker"] = ["Switchyard.Client", "Switchyard.Contracts"],
        ["Switchyard.Bench"] =
        [
            "Switchyard.Client",
            "Switchyard.Contracts",
            "Switchyard.Engine",
            "Switchyard.Storage.Postgres",
            "Switchyard.Storage.Sqlite",
        ],
        ["Switchyard"] =
        [
            "Switchyard.Bench",
            "Switchyard.Client",
            "Switchyard.Contracts",
            "Switchyard.Cron",
            "Switchyard.Engine",
            "Switchyard.Gateway",
            "Switchyard.Storage.Postgres",
            "Switchyard.Storage.Sqlite",
            "Switchyard.Worker",
        ],
    };

    /// <summary>Packages of the two projects at the bottom: anything more would come along everywhere.</summary>
    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Switchyard.Contracts"] = [],
        ["Switchyard.Engine"] = ["Microsoft.Extensions.Logging.Abstractions"],
    };

    /// <summary>The projects that may see ASP.NET; in one of them it is what Quartz needs.</summary>
    private static readonly string[] Web = ["Switchyard.Gateway", "Switchyard.Bench", "Switchyard.Cron", "Switchyard"];

    public static IEnumerable<string> Broken(IEnumerable<ProjectFile> projects) =>
        projects.Where(project => !project.IsTest).SelectMany(Broken);

    private static IEnumerable<string> Broken(ProjectFile project)
    {
        if (!Allowed.TryGetValue(project.Name, out var allowed))
        {
            yield return $"{project.Path}: a new project: say in ProjectArrows what it may reference.";
            yield break;
        }

        foreach (var reference in project.Projects.Except(allowed))
        {
            yield return $"{project.Path}: {project.Name} must not reference {reference}.";
        }

        if (AllowedPackages.TryGetValue(project.Name, out var packages))
        {
            foreach (var package in project.Packages.Except(packages))
            {
                yield return $"{project.Path}: {project.Name} must not use the package {package}.";
            }
        }

        foreach (var framework in project.Frameworks.Where(_ => !Web.Contains(project.Name)))
        {
            yield return $"{project.Path}: {project.Name} must not see the framework {framework}.";
        }
    }
}
