using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Data.Common;
using ImageCodes.Model.Imaging;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Settings;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>The verbs, and what they share: the settings as flags, and how failures are told.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = int.MaxValue;   // who reads lines gets whole ones
        var flags = SettingFlags.Create();
        var learn = new LearnCommand(flags);
        var root = CreateRoot(flags, learn);

        // No word is a file of more words: names of pictures and tags, and passwords, may begin with '@'.
        var call = root.Parse(args is ["help", .. var verb] ? [.. verb, "--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (args is ["help", ..] && call.UnmatchedTokens is [var unknown, ..]) return Refuse(call, [$"There is no verb '{unknown}' to tell of."]);
        if (NotNumbers(call).ToList() is { Count: > 0 } wrongNumbers) return Refuse(call, wrongNumbers);
        if (call.Action is ParseErrorAction unread)
        {
            unread.ShowHelp = false;   // it corrects slips of the fingers; the whole help would push what it says out of sight
            await call.InvokeAsync(new InvocationConfiguration { Output = Console.Error });
            return Refuse(call, []);
        }

        try
        {
            return await call.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = call.CommandResult.Command == learn ? null : OwnProcess.MostForStopping,
            });
        }
        catch (OptionsValidationException wrong)
        {
            return Refuse(call, wrong.Failures);
        }
        // Settings of several groups.
        catch (AggregateException wrong) when (wrong.InnerExceptions.All(one => one is OptionsValidationException))
        {
            return Refuse(call, wrong.InnerExceptions.Cast<OptionsValidationException>().SelectMany(one => one.Failures));
        }
        catch (UsageException wrong)
        {
            return Refuse(call, [wrong.Message]);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.WorkFailed;
        }
        catch (AggregateException failures) when (IsExpected(failures.InnerExceptions[0]))
        {
            await Console.Error.WriteLineAsync(PlainMessage.Of(failures.InnerExceptions[0]));
            return ExitCode.WorkFailed;
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            await Console.Error.WriteLineAsync(PlainMessage.Of(failure));
            return ExitCode.WorkFailed;
        }
    }

    private static RootCommand CreateRoot(SettingFlags flags, LearnCommand learn)
    {
        var serve = ServeCommand.Create(flags);
        var root = new RootCommand("Pictures that look alike, found by compact binary codes.")
        {
            serve,
            ImportCommand.Create(flags),
            ForgetCommand.Create(flags),
            SearchCommand.Create(flags),
            InspectCommand.Create(flags),
            CodesCommand.Create(flags),
            StatusCommand.Create(flags),
            BackupCommand.Create(flags),
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
        return root;
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

    /// <summary>What was given in place of a number; the parser would name a type of the language.</summary>
    private static IEnumerable<string> NotNumbers(ParseResult call) => call.Errors.Select(error => error.SymbolResult switch
    {
        OptionResult given => given.Tokens.Select(token => ValueSentences.OfText(given.Option.Name, given.Option.ValueType, token.Value)),
        ArgumentResult given => given.Tokens.Select(token => ValueSentences.OfText(given.Argument.Name, given.Argument.ValueType, token.Value)),
        _ => [],
    }).SelectMany(sentences => sentences).OfType<string>();

    /// <summary>Says what is wrong with a call, and where it is told how to call.</summary>
    private static int Refuse(ParseResult call, IEnumerable<string> reasons)
    {
        foreach (var reason in reasons) Console.Error.WriteLine(reason);
        Console.Error.WriteLine($"How it is called: imagecodes {string.Concat(Verbs(call).Select(verb => verb + " "))}--help");
        return ExitCode.CallWasWrong;
    }

    private static Stack<string> Verbs(ParseResult call)
    {
        var path = new Stack<string>();
        for (var result = call.CommandResult; result.Parent is CommandResult parent; result = parent) path.Push(result.Command.Name);
        return path;
    }
}
