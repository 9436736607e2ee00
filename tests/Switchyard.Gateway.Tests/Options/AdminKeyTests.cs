using Switchyard.Hosting;

namespace Switchyard.Gateway.Tests.Options;

public sealed class AdminKeyTests
{
    [Theory]
    [InlineData("short", "has 5 characters, needs 16 to 256")]
    [InlineData("with a blank in it 0123", "ASCII letters, digits and signs only")]
    [InlineData("changeme-changeme-changeme", "is an example")]
    [InlineData("your-admin-key-goes-here", "is an example")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "is an example")]
    public void Key_ThatMustNotBeUsed_IsRefused(string key, string problem)
    {
        AdminKey.Problems(key).ShouldContain(said => said.Contains(problem));
        AdminKey.Problems(key).ShouldAllBe(said => !said.Contains(key));
    }

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("test-admin-key-0123456789")]
    public void Key_OfTheOperatorsOwn_IsTaken(string key)
    {
        AdminKey.Problems(key).ShouldBeEmpty();
    }
}
