namespace Switchyard.Gateway.Listeners;

/// <summary>Where the page stands that makes a request.</summary>
internal enum OriginVerdict
{
    /// <summary>No page, or one that this listener served.</summary>
    Own,

    /// <summary>A page elsewhere, of a configured origin.</summary>
    Configured,

    /// <summary>A page elsewhere.</summary>
    Unknown,
}
