using System.Security.Cryptography;

namespace Switchyard.EndToEnd.Tests.Load;

/// <summary>Where the randomness of a test comes from; printed, so that the same can be asked for again.</summary>
internal static class Seed
{
    private const string Variable = "SWITCHYARD_TEST_SEED";

    /// <summary>The value of <c>SWITCHYARD_TEST_SEED</c>, or a new one.</summary>
    public static int Take()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(Variable), out var given)
            ? given
            : RandomNumberGenerator.GetInt32(1_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Variable}={seed}");
        return seed;
    }
}
