using System.Reflection;

namespace Switchyard.Storage.Conformance;

/// <summary>The suite as a whole: every abstract class here whose name ends in <c>Conformance</c>.</summary>
public static class ConformanceSuite
{
    /// <summary>The classes of the suite that the tests of a driver do not enter; empty when it is complete.</summary>
    public static IReadOnlyList<string> Missing(Assembly driverTests)
    {
        var entered = driverTests.GetTypes().Where(type => !type.IsAbstract).Select(type => type.BaseType).ToHashSet();
        return
        [
            .. typeof(ConformanceSuite)
                .Assembly.GetExportedTypes()
                .Where(type => type.IsAbstract && type.Name.EndsWith("Conformance", StringComparison.Ordinal))
                .Where(type => !entered.Contains(type))
                .Select(type => type.Name),
        ];
    }
}
