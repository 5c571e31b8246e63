using System.Diagnostics;
using System.Text;

namespace ImageCodes.Tests;

/// <summary>The program as a user runs it: its own process.</summary>
public sealed class RunningProgram : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "imagecodes.dll");

    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Process _process;

    public RunningProgram(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? within = null)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = within ?? "" };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("IMAGECODES_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    public bool HasExited => _process.HasExited;

    /// <summary>Runs to the end.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => RunWithinAsync("", arguments);

    /// <summary>The same in a working folder.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunWithinAsync(string folder, params string[] arguments)
    {
        using var program = new RunningProgram(arguments, within: folder);
        return (await program.ExitCodeAsync(), program.Output, program.Errors);
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public void Interrupt() => Process.Start("kill", ["-INT", $"{_process.Id}"]).WaitForExit();

    /// <summary>
    /// Does something to the program once it has come so far, on a thread of its own: beside other tests a task may wait until the program
    /// is through.
    /// </summary>
    public Task OnceAsync(Func<bool> isSoFar, Action act) => Task.Factory.StartNew(
        () =>
        {
            while (!HasExited && !isSoFar()) Thread.Sleep(10);
            act();
        },
        TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private static void Keep(StringBuilder lines, string? line)
    {
        if (line is null) return;
        lock (lines) lines.AppendLine(line);
    }

    private static string Read(StringBuilder lines)
    {
        lock (lines) return lines.ToString();
    }
}
