namespace Switchyard.Options;

/// <summary>One value as somebody gave it.</summary>
/// <param name="Key">Sections and name with colons, as written: <c>Dialects:Broker:Listen</c>; items of a list end in <c>:0</c>, <c>:1</c>…</param>
/// <param name="Value">The text.</param>
/// <param name="Source">Where it stands, for people: <c>appsettings.json</c>, <c>SWITCHYARD_Dialects__Broker__Listen</c>.</param>
internal sealed record OptionEntry(string Key, string Value, string Source);
