using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tests.Native;

public sealed class SqliteLibraryTests
{
    [Fact]
    public void Use_OnThisSystem_NamesVersionAndFile()
    {
        var description = SqliteLibrary.Use();

        description.ShouldStartWith("SQLite 3.");
        File.Exists(description[(description.IndexOf('(') + 1)..^1]).ShouldBeTrue(description);
    }

    [Theory]
    [InlineData(3_034_001, true)]
    [InlineData(3_035_000, false)]
    [InlineData(3_040_001, false)]
    public void Refusal_ByVersion_IsOfThoseBefore335(int version, bool refused)
    {
        var refusal = SqliteLibrary.Refusal(version, "SQLite x (/y)");

        (refusal is not null).ShouldBe(refused);
        refusal?.ShouldContain("SQLite x (/y) is too old");
    }
}
