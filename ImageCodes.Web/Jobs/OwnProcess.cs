using System.ComponentModel;
using System.Diagnostics;

namespace ImageCodes.Web.Jobs;

/// <summary>This program once more, for work that learns: what ends it does not end the server, its memory goes with it, and searches go first.</summary>
internal static class OwnProcess
{
    private const string LockFile = "lock";

    /// <summary>How long a process that is told to stop may take for the step it is in and its checkpoint.</summary>
    public static readonly TimeSpan MostForCheckpoint = TimeSpan.FromSeconds(60);

    /// <summary>How long the one that began it may take to stop, which waits for that.</summary>
    public static readonly TimeSpan MostForStopping = MostForCheckpoint + TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(60);

    /// <summary>In the process that was begun: stops its work when its standard input ends, and so also when the one that began it is gone.</summary>
    public static void StopWithInput(CancellationTokenSource stop) => new Thread(() =>
    {
        while (Console.In.Read() >= 0) continue;
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was done already.
        }
    })
    { IsBackground = true }.Start();

    /// <summary>Keeps two processes out of one folder. One whose server was killed may be at its last checkpoint still: it is waited for.</summary>
    public static FileStream Lock(string folder)
    {
        for (var begun = DateTime.UtcNow; ; Thread.Sleep(100))
        {
            try
            {
                return new FileStream(Path.Combine(Directory.CreateDirectory(folder).FullName, LockFile), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(Path.Combine(folder, LockFile)) && DateTime.UtcNow - begun < LockPatience)
            {
                // Another one has it.
            }
        }
    }

    /// <summary>Starts it, as this process was started: by the program itself, or by dotnet from wherever that is.</summary>
    /// <param name="arguments">A verb, and what it takes.</param>
    /// <exception cref="InvalidOperationException">It cannot be started.</exception>
    public static Process Begin(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var isDotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        start.FileName = isDotnet ? Environment.ProcessPath! : Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "imagecodes.exe" : "imagecodes");
        if (isDotnet) start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "imagecodes.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_gcConcurrent"] = "0";     // see TrainingLoop
        start.Environment["DOTNET_gcServer"] = "0";         // one small heap: the tensors are libtorch's
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";   // threads that wait leave the core to searches
        try
        {
            var process = Process.Start(start)!;
            process.PriorityClass = ProcessPriorityClass.Idle;   // its threads inherit it
            return process;
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException($"The process '{start.FileName}' cannot be started: {failure.Message}.", failure);
        }
    }
}
