namespace ImageCodes.Web;

/// <summary>How many there are of something, as one says it: "1 bit", "1,234 pictures".</summary>
internal static class Counted
{
    /// <param name="count">How many.</param>
    /// <param name="one">What one is called.</param>
    /// <param name="many">What others are called, where they have more than an s.</param>
    public static string Of(int count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count:N0} {many ?? one + "s"}";
}
