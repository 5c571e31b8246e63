using System.Text.Json;

namespace ImageCodes.Web;

/// <summary>What went wrong, for a caller.</summary>
internal static class PlainMessage
{
    /// <summary>
    /// The message without the name of our parameter, which means nothing to the caller; of a file that is no JSON, with where it is none.
    /// </summary>
    public static string Of(Exception failure) => failure.GetBaseException() is JsonException unread && failure is InvalidDataException
        ? $"{failure.Message} {unread.Message}"
        : failure.Message.Split(" (Parameter '")[0];
}
