using System.CommandLine;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;
using ImageCodes.Web.Settings;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>Every setting as a flag.</summary>
internal sealed class SettingFlags
{
    private readonly IReadOnlyList<(Setting Setting, Option<string?> Flag)> _flags;

    private SettingFlags(IReadOnlyList<(Setting, Option<string?>)> flags) => _flags = flags;

    public static SettingFlags Create() => new([.. SettingsRegistry.All.Select(setting => (setting, Flag(setting)))]);

    /// <summary>
    /// All verbs take all flags, but for those that matter to the server alone: they are <c>serve</c>'s, and the root's, which serves too.
    /// </summary>
    public void AddTo(RootCommand root, Command serve)
    {
        foreach (var (setting, flag) in _flags)
        {
            root.Options.Add(flag);
            if (setting.IsForServer) serve.Options.Add(flag);
        }
    }

    /// <summary>The settings that this call gave, by configuration key.</summary>
    public IReadOnlyDictionary<string, string> Given(ParseResult call) => _flags
        .Where(pair => call.GetResult(pair.Flag) is not null)
        .ToDictionary(pair => pair.Setting.Key, pair => call.GetValue(pair.Flag) ?? "true");

    /// <summary>The services of the command line: the model's rooms, no server.</summary>
    /// <exception cref="OptionsValidationException">A setting is out of its range.</exception>
    /// <param name="call">What was typed.</param>
    /// <param name="more">Adds what only some verbs need.</param>
    public ServiceProvider Services(ParseResult call, Action<IServiceCollection>? more = null)
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        SettingsRegistry.AddTo(configuration, Given(call), forServer: false);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration.Build());
        services.AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        services.AddLibrary();
        services.AddSingleton(LiveModelSayingItsProblem);
        more?.Invoke(services);
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider;
    }

    /// <summary>The same for verbs that make no library.</summary>
    /// <exception cref="InvalidOperationException">There is no library.</exception>
    public ServiceProvider ServicesOfLibrary(ParseResult call, Action<IServiceCollection>? more = null)
    {
        var provider = Services(call, more);
        var folder = provider.GetRequiredService<LibraryOptions>().DataDir;
        if (LibraryDatabase.IsIn(folder)) return provider;
        provider.Dispose();
        throw new InvalidOperationException($"There is no library in '{Path.GetFullPath(folder)}': "
            + "'imagecodes import PATH' begins one, and --data-dir says where another is.");
    }

    private static LiveModel LiveModelSayingItsProblem(IServiceProvider services)
    {
        var live = ActivatorUtilities.CreateInstance<LiveModel>(services);
        if (live.Problem is { } problem)
            CommandLine.ForPeople.MarkupLineInterpolated($"{problem} The program's own model is used instead; 'imagecodes models' lists what there is.");
        return live;
    }

    private static Option<string?> Flag(Setting setting)
    {
        var flag = new Option<string?>(setting.Flag)
        {
            Description = $"{setting.Summary} Variable: {setting.Variable}.",
            Recursive = !setting.IsForServer,
            Arity = setting.IsSwitch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
            HelpName = setting.IsSwitch ? "true|false" : "value",
        };
        flag.Validators.Add(given =>
        {
            foreach (var sentence in given.Tokens.Select(token => ValueSentences.OfText(setting.Flag, setting.Property.PropertyType, token.Value)).OfType<string>())
                given.AddError(sentence);
        });
        return flag;
    }
}
