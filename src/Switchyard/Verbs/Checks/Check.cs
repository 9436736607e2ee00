namespace Switchyard.Verbs.Checks;

/// <summary>One thing that <c>doctor</c> looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Status">ok, warning or failure.</param>
/// <param name="Detail">What it found, and what to do about it.</param>
internal sealed record Check(string Name, string Status, string Detail)
{
    public const string Fine = "ok";
    public const string Doubt = "warning";
    public const string Bad = "failure";

    public static Check Ok(string name, string detail) => new(name, Fine, detail);

    public static Check Warning(string name, string detail) => new(name, Doubt, detail);

    public static Check Failure(string name, string detail) => new(name, Bad, detail);
}
