using System.Reflection;

namespace Switchyard;

/// <summary>What this build is.</summary>
internal static class Product
{
    /// <summary>Its version: <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "0.0.0";
}
