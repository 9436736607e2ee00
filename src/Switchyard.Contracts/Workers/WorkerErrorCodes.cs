namespace Switchyard.Contracts.Workers;

/// <summary>The codes of <see cref="ErrorFrame"/>.</summary>
public static class WorkerErrorCodes
{
    /// <summary>Not JSON, or not the JSON that this frame needs. Nothing of the frame was carried out.</summary>
    public const string Malformed = "malformed";

    /// <summary>No frame of this type is known here.</summary>
    public const string UnknownType = "unknown_type";

    /// <summary>A field is out of its range. Nothing of the frame was carried out.</summary>
    public const string Invalid = "invalid";

    /// <summary>The version of the hello is not spoken here.</summary>
    public const string UnsupportedVersion = "unsupported_version";

    /// <summary>A frame came before the hello, or a second hello.</summary>
    public const string OutOfOrder = "out_of_order";

    /// <summary>A bug in the server; the connection goes on.</summary>
    public const string Internal = "internal";
}
