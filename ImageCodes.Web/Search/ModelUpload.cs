namespace ImageCodes.Web.Search;

/// <summary>What is taken from people who bring model files.</summary>
internal static class ModelUpload
{
    /// <summary>Longest model file, in bytes: some ten times the program's own.</summary>
    public const long MostBytes = 128 << 20;
}
