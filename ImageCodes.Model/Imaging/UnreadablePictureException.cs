namespace ImageCodes.Model.Imaging;

/// <summary>A file that gives no picture. The message is one sentence for the person who brought the file.</summary>
public sealed class UnreadablePictureException : Exception
{
    public UnreadablePictureException(string message)
        : base(message)
    {
    }

    public UnreadablePictureException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
