namespace ImageCodes.Web.Commands;

/// <summary>A call that can be read but makes no sense. The message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Reads what was typed; where it cannot be, the call was wrong.</summary>
    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException(PlainMessage.Of(wrong));
        }
    }
}
