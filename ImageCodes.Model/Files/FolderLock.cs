using System.Diagnostics;

namespace ImageCodes.Model.Files;

/// <summary>Keeps two processes out of one folder.</summary>
public static class FolderLock
{
    /// <summary>The file by which a process has a folder to itself.</summary>
    public const string Name = "lock";

    /// <summary>
    /// How long one is waited for that is told to stop, or whose server was killed: it may be at its last checkpoint still.
    /// </summary>
    public static readonly TimeSpan UntilItStops = TimeSpan.FromSeconds(60);

    /// <summary>Has a folder alone until the answer is disposed of, or the process ends.</summary>
    /// <param name="folder">Made where it is not there.</param>
    /// <param name="patience">How long another one is waited for.</param>
    /// <param name="refusal">What is said where another one has it.</param>
    /// <exception cref="IOException">Another one has it.</exception>
    public static IDisposable Take(string folder, TimeSpan patience = default, string? refusal = null)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, Name);
        for (var begun = Stopwatch.GetTimestamp(); ; Thread.Sleep(100))
        {
            try
            {
                // Opened or made: so the runtime looks once more whether what it locked still has this name, and was not deleted by who had it.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException failure) when (File.Exists(path))
            {
                if (Stopwatch.GetElapsedTime(begun) < patience) continue;
                throw new IOException(refusal ?? $"Another process works in '{folder}'. Wait until it has ended.", failure);
            }
        }
    }
}
