using System.Globalization;

namespace Switchyard.Client;

/// <summary>A job as one may name it: by number or by uuid.</summary>
/// <param name="Text">Digits, or a uuid.</param>
public readonly record struct JobName(string Text)
{
    /// <summary>By number.</summary>
    public static implicit operator JobName(long id) => FromInt64(id);

    /// <summary>By uuid.</summary>
    public static implicit operator JobName(Guid uuid) => FromGuid(uuid);

    /// <summary>By number.</summary>
    public static JobName FromInt64(long id) => new(id.ToString(CultureInfo.InvariantCulture));

    /// <summary>By uuid.</summary>
    public static JobName FromGuid(Guid uuid) => new(uuid.ToString());

    /// <inheritdoc/>
    public override string ToString() => Text;
}
