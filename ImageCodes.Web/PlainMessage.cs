namespace ImageCodes.Web;

/// <summary>What went wrong, for a caller.</summary>
internal static class PlainMessage
{
    /// <summary>The message without the name of our parameter, which means nothing to the caller.</summary>
    public static string Of(Exception failure) => failure.Message.Split(" (Parameter '")[0];
}
