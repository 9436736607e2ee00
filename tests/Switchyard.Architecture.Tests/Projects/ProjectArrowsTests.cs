using Switchyard.Architecture.Tests.Sources;

namespace Switchyard.Architecture.Tests.Projects;

public sealed class ProjectArrowsTests
{
    private static readonly string[] Foreign =
    [
        "Microsoft.AspNetCore",
        "Microsoft.Data",
        "Npgsql",
        "SQLitePCL",
        "System.Data",
    ];

    [Fact]
    public void Projects_AsTheyStand_KeepTheArrows()
    {
        var projects = SourceTree.Projects;

        projects.Select(project => project.Name).ShouldContain("Switchyard.Engine");
        ProjectArrows.Broken(projects).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "src/Switchyard.Engine/Switchyard.Engine.csproj",
        "ProjectReference",
        "../Switchyard.Contracts/Switchyard.Contracts.csproj"
    )]
    [InlineData("src/Switchyard.Engine/Switchyard.Engine.csproj", "PackageReference", "Microsoft.Data.Sqlite.Core")]
    [InlineData("src/Switchyard.Engine/Switchyard.Engine.csproj", "FrameworkReference", "Microsoft.AspNetCore.App")]
    [InlineData(
        "src/Switchyard.Gateway/Switchyard.Gateway.csproj",
        "ProjectReference",
        "../Switchyard.Storage.Sqlite/Switchyard.Storage.Sqlite.csproj"
    )]
    [InlineData("src/Switchyard.Contracts/Switchyard.Contracts.csproj", "PackageReference", "Spectre.Console")]
    [InlineData(
        "src/Switchyard.Client/Switchyard.Client.csproj",
        "ProjectReference",
        "../Switchyard.Engine/Switchyard.Engine.csproj"
    )]
    [InlineData(
        "src/Switchyard.Surprise/Switchyard.Surprise.csproj",
        "ProjectReference",
        "../Switchyard.Engine/Switchyard.Engine.csproj"
    )]
    public void Project_WithAForbiddenReference_IsNamed(string path, string kind, string include)
    {
        var project = ProjectFile.Parse(
            path,
            $"""<Project><ItemGroup><{kind} Include="{include}" /></ItemGroup></Project>"""
        );

        ProjectArrows.Broken([project]).ShouldHaveSingleItem().ShouldStartWith(path);
    }

    [Fact]
    public void Engine_AsCompiled_KnowsNeitherWebNorDatabase()
    {
        var references = typeof(Engine.Storage.Round).Assembly.GetReferencedAssemblies().Select(name => name.Name!);

        references.Where(IsForeign).ShouldBeEmpty();
        IsForeign("Microsoft.AspNetCore.Http").ShouldBeTrue();
        IsForeign("SQLitePCLRaw.core").ShouldBeTrue();
    }

    [Fact]
    public void Projects_AsTheyStand_AreInTheSolutionAndLocked()
    {
        var solution = File.ReadAllText(RepositoryRoot.Combine("Switchyard.slnx"));

        SourceTree.Projects.ShouldAllBe(project => solution.Contains($"\"{project.Path}\"", StringComparison.Ordinal));
        SourceTree.Projects.ShouldAllBe(project =>
            File.Exists(
                RepositoryRoot.Combine(Path.Combine(Path.GetDirectoryName(project.Path)!, "packages.lock.json"))
            )
        );
    }

    private static bool IsForeign(string name) =>
        Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
