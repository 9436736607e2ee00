using Switchyard.Storage.Postgres.Connections;

namespace Switchyard.Storage.Postgres.Tests.Connections;

public sealed class DatabaseTextTests
{
    [Theory]
    [InlineData("postgres://db", "Host=db;Port=5432")]
    [InlineData("postgresql://me@db:6543/jobs", "Host=db;Port=6543;Username=me;Database=jobs")]
    [InlineData("postgres://me:p%40ss%2F@db/jobs", "Host=db;Port=5432;Username=me;Password=p@ss/;Database=jobs")]
    [InlineData("postgres://me:p@ss@db/jobs", "Host=db;Port=5432;Username=me;Password=p@ss;Database=jobs")]
    [InlineData("postgres://me@[::1]:6543/jobs", "Host=::1;Port=6543;Username=me;Database=jobs")]
    [InlineData("postgres://a:1,b/jobs", "Host=a:1,b:5432;Database=jobs")]
    [InlineData("postgres://db/jobs?sslmode=verify-full", "Host=db;Port=5432;Database=jobs;SSL Mode=VerifyFull")]
    [InlineData("Host=db;Username=me", "Host=db;Username=me")]
    public void Parse_OfADatabase_NamesItsParts(string text, string expected) =>
        DatabaseText.Parse(text).ConnectionString.ShouldBe(expected);

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres://db:seven/jobs")]
    [InlineData("postgres://db/jobs?colour=red")]
    [InlineData("Host=db;Search Path=jobs,public")]
    [InlineData("Username=me")]
    [InlineData("mysql")]
    public void Parse_OfWhatIsNone_SaysSo(string text) => Should.Throw<FormatException>(() => DatabaseText.Parse(text));

    [Theory]
    [InlineData("postgres://me:secret@db:port/jobs")]
    [InlineData("postgres://me:secret/more@db/jobs")] // ends where the host should, at the slash
    [InlineData("postgres://me:secret?more@db/jobs")]
    [InlineData("Host=db;Password=secret;Colour=red")]
    public void Problem_OfATextWithAPassword_DoesNotShowIt(string text) =>
        PostgresStorage.ProblemOf(text).ShouldNotBeNull().ShouldNotContain("secret");

    [Theory]
    [InlineData("postgres://me:secret@db/jobs", "Host=db;Port=5432;Username=me;Password=***;Database=jobs")]
    [InlineData("Host=db;Password=secret", "Host=db;Password=***")]
    [InlineData("postgres://me:secret@db:port/jobs", "***")]
    [InlineData("postgres://me@db/jobs", "postgres://me@db/jobs")]
    public void WithoutPassword_OfADatabase_ShowsAllElse(string text, string expected) =>
        PostgresStorage.WithoutPassword(text).ShouldBe(expected);
}
