namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>A setting of the server as a node's sessions have it.</summary>
/// <param name="Name">As PostgreSQL calls it.</param>
/// <param name="Shown">Its value for people: <c>128MB</c>, <c>on</c>.</param>
/// <param name="Number">Bytes or milliseconds; 0 for what is no number.</param>
internal sealed record Setting(string Name, string Shown, long Number);
