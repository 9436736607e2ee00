namespace Switchyard;

/// <summary>How the process ended, as scripts and supervisors see it. Numbers as in sysexits.h.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>What was asked for cannot be done here and now: a port or the data folder is in use.</summary>
    public const int CannotStart = 1;

    /// <summary>The server was asked and refused, or the job waited for did not succeed.</summary>
    public const int Refused = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>No server answered.</summary>
    public const int Unreachable = 3;

    /// <summary>EX_SOFTWARE: the store failed for good while the node ran.</summary>
    public const int Fatal = 70;

    /// <summary>Ctrl+C: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>EX_CONFIG: the options are wrong; every problem was named.</summary>
    public const int Configuration = 78;
}
