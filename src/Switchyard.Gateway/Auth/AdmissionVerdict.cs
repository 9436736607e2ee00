namespace Switchyard.Gateway.Auth;

/// <summary>The answers of the <see cref="Doorkeeper"/>.</summary>
internal enum AdmissionVerdict
{
    /// <summary>Let in.</summary>
    Admitted,

    /// <summary>No key where one is needed, or one that is nobody's.</summary>
    Unauthorized,

    /// <summary>The key's limit of requests a minute is used up.</summary>
    TooManyRequests,
}
