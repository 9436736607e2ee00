namespace Switchyard;

/// <summary>How the process ended, as scripts and supervisors see it. Numbers as in sysexits.h.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>What was asked for cannot be done here and now: a port or the data folder is in use.</summary>
    public const int CannotStart = 1;

    /// <summary>EX_SOFTWARE: the store failed for good while the node ran.</summary>
    public const int Fatal = 70;

    /// <summary>EX_CONFIG: the options are wrong; every problem was named.</summary>
    public const int Configuration = 78;
}
