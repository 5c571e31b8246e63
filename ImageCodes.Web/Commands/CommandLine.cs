using System.CommandLine;
using System.Data.Common;
using ImageCodes.Model.Imaging;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>The verbs, and what they share: the settings as flags, and the exit codes 0 (good), 1 (the work failed), 2 (the call was wrong).</summary>
internal static class CommandLine
{
    public const int Good = 0;
    public const int WorkFailed = 1;
    private const int CallWasWrong = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = int.MaxValue;   // who reads lines gets whole ones
        var flags = SettingFlags.Create();
        var serve = ServeCommand.Create(flags);
        var learn = new LearnCommand();
        var root = new RootCommand("Pictures that look alike, found by compact binary codes.")
        {
            serve,
            ImportCommand.Create(flags),
            SearchCommand.Create(flags),
            InspectCommand.Create(flags),
            CodesCommand.Create(flags),
            StatusCommand.Create(flags),
            ModelsCommand.Create(flags),
            TeachCommand.Create(flags),
            new TrainCommand(flags),
            learn,
            EvaluateCommand.Create(flags),
            ExperimentCommand.Create(flags),
            BenchCommand.Create(flags),
            SamplesCommand.Create(),
        };
        flags.AddTo(root, serve);
        root.Action = serve.Action;

        var call = root.Parse(args);
        if (call.Errors.Count > 0) return await RefuseAsync(root, call, call.Errors.Select(error => error.Message));
        try
        {
            return await call.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = call.CommandResult.Command == learn ? null : TimeSpan.FromSeconds(10) });
        }
        catch (OptionsValidationException wrong)
        {
            return await RefuseAsync(root, call, wrong.Failures);
        }
        catch (UsageException wrong)
        {
            return await RefuseAsync(root, call, [wrong.Message]);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return WorkFailed;
        }
        catch (AggregateException failures) when (IsExpected(failures.InnerExceptions[0]))
        {
            await Console.Error.WriteLineAsync(failures.InnerExceptions[0].Message);
            return WorkFailed;
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return WorkFailed;
        }
    }

    /// <summary>Progress and tables for people, on standard error, so that standard output holds the result alone.</summary>
    public static IAnsiConsole ForPeople { get; } = CreateConsole();

    private static IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected) console.Profile.Width = int.MaxValue;
        return console;
    }

    /// <summary>Failures whose message is a sentence for the caller; anything else is our mistake and shows where it happened.</summary>
    private static bool IsExpected(Exception failure) =>
        failure is IOException or InvalidDataException or UnreadablePictureException or ArgumentException or InvalidOperationException
            or UnauthorizedAccessException or DbException;

    /// <summary>Says how the verb is called and, last, what is wrong with this call.</summary>
    private static async Task<int> RefuseAsync(RootCommand root, ParseResult call, IEnumerable<string> reasons)
    {
        await root.Parse([.. CommandPath(call), "--help"]).InvokeAsync(new InvocationConfiguration { Output = Console.Error });
        foreach (var reason in reasons) await Console.Error.WriteLineAsync(reason);
        return CallWasWrong;
    }

    private static Stack<string> CommandPath(ParseResult call)
    {
        var path = new Stack<string>();
        for (var result = call.CommandResult; result.Parent is System.CommandLine.Parsing.CommandResult parent; result = parent) path.Push(result.Command.Name);
        return path;
    }
}

/// <summary>A call that can be read but makes no sense. The message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
