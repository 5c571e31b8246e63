using System.Globalization;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Ingestion;
using ImageCodes.Web.Access;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace ImageCodes.Web.Settings;

/// <summary>
/// Every setting of the program, and how the three places where it can be set are read: a flag beats the environment, which beats
/// <c>appsettings.json</c>.
/// </summary>
internal static class SettingsRegistry
{
    private static readonly IReadOnlyList<Section> Sections =
    [
        Of<LibraryOptions>(""),
        Of<AccessOptions>("", forServer: true),
        Of<ImagingOptions>("Imaging"),
        Of<IngestionOptions>("Ingestion"),
        Of<FetchOptions>("Fetch", forServer: true),
    ];

    /// <summary>The settings of one options class, and how to register it.</summary>
    private sealed record Section(IReadOnlyList<Setting> Settings, Action<IServiceCollection> Register);

    public static IReadOnlyList<Setting> All { get; } = [.. Sections.SelectMany(section => section.Settings)];

    /// <summary>Adds the environment and then the flags to a configuration that holds the files.</summary>
    /// <param name="configuration">What to add to.</param>
    /// <param name="flags">By configuration key.</param>
    /// <param name="forServer">
    /// Whether to read what matters to the server alone: its secrets are files that others may not be allowed to read.
    /// </param>
    /// <exception cref="OptionsValidationException">
    /// A file or a variable holds what its setting does not take, or names a file that cannot be read.
    /// </exception>
    public static void AddTo(IConfigurationBuilder configuration, IReadOnlyDictionary<string, string> flags, bool forServer)
    {
        IReadOnlyList<Setting> read = [.. All.Where(setting => forServer || !setting.IsForServer)];
        RefuseUnread(configuration as IConfigurationRoot ?? configuration.Build(), read, flags);
        configuration.AddInMemoryCollection(
            read.Select(setting => KeyValuePair.Create(setting.Key, FromEnvironment(setting))).Where(pair => pair.Value is not null));
        configuration.AddInMemoryCollection(flags!);
    }

    /// <summary>Registers each options class, checked when the program starts, for use as it is.</summary>
    public static void AddTo(IServiceCollection services)
    {
        foreach (var section in Sections) section.Register(services);
    }

    /// <summary>Options of the top section, for what must be known before services are built.</summary>
    public static T Read<T>(IConfiguration configuration)
        where T : new() => configuration.GetSection(Setting.Root).Get<T>() ?? new T();

    /// <summary>Flags and values that give these options to another process of this program, whatever gave them to this one.</summary>
    public static IEnumerable<string> Arguments<T>(T options) => All
        .Where(setting => setting.Property.DeclaringType == typeof(T))
        .SelectMany(setting => new[] { setting.Flag, Convert.ToString(setting.Property.GetValue(options), CultureInfo.InvariantCulture)! });

    /// <summary>
    /// What a file holds that is no setting is refused, and so is what its setting does not take, unless something else counts.
    /// </summary>
    private static void RefuseUnread(IConfigurationRoot configuration, IReadOnlyList<Setting> read, IReadOnlyDictionary<string, string> flags)
    {
        foreach (var file in configuration.Providers.OfType<JsonConfigurationProvider>())
        {
            if (Keys(file, Setting.Root).FirstOrDefault(key => !All.Any(setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase))) is { } unknown)
            {
                throw new OptionsValidationException(unknown, typeof(Setting), [$"{unknown} in {file.Source.Path} is no setting. "
                    + "'imagecodes serve --help' lists them; 'imaging-max-bytes' there is ImageCodes:Imaging:MaxBytes here."]);
            }

            foreach (var setting in read.Where(setting => !flags.ContainsKey(setting.Key) && FromEnvironment(setting) is null))
            {
                if (file.TryGet(setting.Key, out var text) && text is not null && ValueSentences.OfText($"{setting.Key} in {file.Source.Path}", setting.Property.PropertyType, text) is { } wrong)
                    throw Refusal(setting, wrong);
            }
        }
    }

    /// <summary>The keys below a section that hold something.</summary>
    private static IEnumerable<string> Keys(JsonConfigurationProvider file, string section) => file.GetChildKeys([], section).Distinct().Select(key => $"{section}:{key}")
        .SelectMany(key => file.TryGet(key, out var text) && text is not null ? [key] : Keys(file, key));

    /// <summary>A secret may be given as a file that holds it: <c>IMAGECODES_PASSWORD_FILE</c>.</summary>
    private static string? FromEnvironment(Setting setting)
    {
        var file = Environment.GetEnvironmentVariable($"{setting.Variable}_FILE");
        string? text;
        try
        {
            text = Environment.GetEnvironmentVariable(setting.Variable) ?? (string.IsNullOrEmpty(file) ? null : File.ReadAllText(file).TrimEnd('\r', '\n'));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refusal(setting, $"{setting.Variable}_FILE names '{file}', which cannot be read: {failure.Message}");
        }

        return text is not null && ValueSentences.OfText(setting.Variable, setting.Property.PropertyType, text) is { } wrong
            ? throw Refusal(setting, wrong)
            : text;
    }

    private static OptionsValidationException Refusal(Setting setting, string reason) =>
        new(setting.Variable, setting.Property.DeclaringType!, [reason]);

    private static Section Of<T>(string name, bool forServer = false)
        where T : class
    {
        IReadOnlyList<Setting> settings =
            [.. typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => new Setting(name, property, forServer))];
        return new Section(settings, services =>
        {
            services.AddOptions<T>()
                .BindConfiguration(name.Length == 0 ? Setting.Root : $"{Setting.Root}:{name}")
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<T>>(new SettingsValidator<T>(settings));
            services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
        });
    }
}
