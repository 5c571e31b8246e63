namespace ImageCodes.Web;

/// <summary>With what the program ends.</summary>
internal static class ExitCode
{
    public const int Good = 0;

    /// <summary>The work failed, or what was named is not there; the last line on standard error says why.</summary>
    public const int WorkFailed = 1;

    /// <summary>The call was wrong.</summary>
    public const int CallWasWrong = 2;
}
