using System.Reflection;

namespace Switchyard.Architecture.Tests.Ports;

/// <summary>What a storage port may look like: small, asynchronous, cancellable, and free of any database.</summary>
internal static class PortRules
{
    public const int MaxMethods = 10;

    public static IEnumerable<string> Broken(Type port)
    {
        var methods = port.GetMethods().Where(method => !method.IsSpecialName).ToList();
        if (methods.Count > MaxMethods)
        {
            yield return $"{port.Name}: {methods.Count} methods, over {MaxMethods}; split it by role.";
        }

        foreach (var method in methods)
        {
            if (!IsAsynchronous(method))
            {
                yield return $"{port.Name}.{method.Name}: returns {method.ReturnType.Name}; a port answers by ValueTask.";
            }
            else if (
                method.GetParameters().LastOrDefault() is not { IsOptional: false } last
                || last.ParameterType != typeof(CancellationToken)
            )
            {
                yield return $"{port.Name}.{method.Name}: the token is last and required.";
            }

            foreach (
                var type in method
                    .GetParameters()
                    .Select(parameter => parameter.ParameterType)
                    .Append(method.ReturnType)
            )
            {
                if (type.Namespace?.StartsWith("System.Data", StringComparison.Ordinal) == true)
                {
                    yield return $"{port.Name}.{method.Name}: {type.Name} crosses the port.";
                }
            }
        }
    }

    private static bool IsAsynchronous(MethodInfo method) =>
        method.ReturnType == typeof(ValueTask)
        || (
            method.ReturnType.IsGenericType
            && method.ReturnType.GetGenericTypeDefinition() is var type
            && (type == typeof(ValueTask<>) || type == typeof(IAsyncEnumerable<>))
        );
}
