using System.CommandLine;
using System.CommandLine.Parsing;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Settings;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>
/// <c>imagecodes train</c>: learns a model from pictures of the library and adds it to it, as the <i>Models</i> page does; or, with
/// <c>--data PATH… --out MODEL</c>, from pictures in folders or archives, into a file.
/// </summary>
internal sealed class TrainCommand : Command
{
    private const double DefaultHeldOutShare = 0.05;
    private const string EpochsText = "Passes over the pictures with all losses. With --data 0 to 10,000, default 12; 0 keeps the weights of --start. "
        + "Of the library 0 to 1,000, default 10; 0 with --head-epochs or --coder keeps those of --start, else of the model in use.";
    private const string HeadEpochsText = "Passes after these in which the code head alone learns, "
        + "from what the network sees of whole pictures and of an edited view of each. 0 to 1,000; default 0. "
        + "Of the library, --epochs 0 --head-epochs 20 teaches a few thousand pictures in about a minute.";

    private readonly SettingFlags _flags;
    private readonly Option<string[]> _data = new("--data")
    {
        Description = "Folders, or zip archives (archive.zip/train names a folder within), of pictures to learn from. A picture's label is the folder that holds it. "
            + "Default: the library's pictures, with their tags, folders and verdicts.",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string[]> _folders = new("--folder")
    {
        Description = "Of the library: learn from the pictures in these folders and below them only.",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string[]> _labels = new("--label")
    {
        Description = "Of the library: learn from the pictures with these labels only, and from no other label.",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string[]> _heldOut = new("--held-out")
    {
        Description = "With --data: pictures for the final report, in the same forms. Default: a twentieth of the data, drawn by the seed.",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string?> _output = new("--out")
    {
        Description = "With --data: the model file to write. Its checkpoint stands beside it while training runs; the same command goes on from there.",
    };
    private readonly Option<string?> _name = new("--name") { Description = "What the model is called. Default: the file's name; of the library, 'mine'." };
    private readonly Option<string?> _start = new("--start")
    {
        Description = "A model file whose weights to begin with, or 'random'; of the library also a model's number. Default: random weights; of the library, "
            + "the model in use.",
    };
    private readonly Option<string?> _coder = new("--coder")
    {
        Description = "What makes the bits of the network's activations, learned from the same pictures: "
            + $"{string.Join(", ", CoderCatalogue.Names)}. With --epochs 0 that alone is learned. "
            + "It needs as many pictures as the code has bits, beside those held out. Default: the signs of the activations.",
    };
    private readonly Option<bool> _json = Output.JsonFlag("Print one JSON object. With --data that is the model's card, and always printed.");
    private readonly List<(PropertyInfo Property, Option<string?> Option)> _hyperparameters = Hyperparameters();

    public TrainCommand(SettingFlags flags)
        : base("train", "Learn a model from pictures of the library, or of folders and archives.")
    {
        _flags = flags;
        foreach (var option in new Option[] { _data, _folders, _labels, _heldOut, _output, _name, _start, _coder, _json }) Options.Add(option);
        foreach (var (_, option) in _hyperparameters) Options.Add(option);
        SetAction((call, cancel) => Task.Run(() => call.GetValue(_data) is { Length: > 0 } data ? LearnFromFiles(call, data, cancel) : LearnFromLibraryAsync(call, cancel), cancel));
    }

    /// <summary>The hyperparameters that a training of the library has too, with what is said of them.</summary>
    private static readonly Dictionary<string, string> OfLibrary =
        new() { [nameof(TrainingOptions.Epochs)] = EpochsText, [nameof(TrainingOptions.HeadEpochs)] = HeadEpochsText };

    private async Task LearnFromLibraryAsync(ParseResult call, CancellationToken cancel)
    {
        Refuse(call, [_heldOut, _output, .. _hyperparameters.Where(pair => !OfLibrary.ContainsKey(pair.Property.Name)).Select(pair => pair.Option)],
            "goes with --data PATH…; without it, the library's pictures are learned from");
        const long Some = 0;   // model; a file is added to the library only where the rest is in order
        var (options, epochs) = (ReadOptions(call, _hyperparameters), _hyperparameters.Single(pair => pair.Property.Name == nameof(TrainingOptions.Epochs)).Option);
        await using var services = _flags.ServicesOfLibrary(call, services => services.AddTrainings());
        var training = ActivatorUtilities.CreateInstance<LibraryTraining>(services);
        var request = new TrainRequest(call.GetValue(_name) ?? "mine", call.GetValue(_start) is "random" ? null : Some, [.. (call.GetValue(_folders) ?? []).Select(FolderPath.Of)],
            call.GetResult(epochs) is null ? TrainRequest.UsualEpochs : options.Epochs, call.GetValue(_labels), call.GetValue(_coder), options.HeadEpochs);
        if (request.Refuse() is { } reason) throw new UsageException(reason);
        request = request with { StartModelId = training.StartOf(call.GetValue(_start)) };
        await training.RunAsync(request, call.GetValue(_json), cancel);
    }

    private Task LearnFromFiles(ParseResult call, string[] data, CancellationToken cancel)
    {
        Refuse(call, [_folders, _labels], "chooses among the library's pictures; with --data, name those to learn from there");
        var options = ReadOptions(call, _hyperparameters);
        var path = call.GetValue(_output) ?? throw new UsageException("With --data, --out names the model file to write.");
        var (by, start) = (call.GetValue(_coder), call.GetValue(_start) is "random" ? null : call.GetValue(_start));
        // Before all is read:
        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
            throw new UsageException($"--out names the model file to write; '{path}' is a folder.");
        if (by is not null && CoderCatalogue.Refuse(by) is { } unknown) throw new UsageException(unknown);
        if (start is not null) Trainer.CheckStart(start, options);
        using var services = _flags.Services(call);
        var checkpoint = path + ".checkpoint";
        var (training, test) = Load(data, call.GetValue(_heldOut) ?? [], services, options.Seed, checkpoint, cancel);
        CommandLine.ForPeople.MarkupLineInterpolated(
            $"Learning from {training.Pictures.Count:N0} pictures with {training.Labels.Count:N0} labels; {test.Pictures.Count:N0} are held out.");

        if (by is not null && ActivationCoder.Refuse(by, options.Network.Bits, training.Pictures.Count) is { } reason)
            throw new UsageException(reason);
        using var network = TrainingBar.Show(progress => new Trainer(options, training, start).Run(checkpoint, progress, cancel));
        var card = new ModelCard(
            call.GetValue(_name) ?? Path.GetFileNameWithoutExtension(path), options.Network, DateTimeOffset.UtcNow, WrittenCommand(call),
            [.. data.Select(Shortened).Append($"{training.Pictures.Count} pictures")], new Dictionary<string, double>());

        using (var coder = by is null ? null : TrainingBar.Show(progress => CoderFitting.Learn(by, network, training, options.Seed, progress, cancel))) ModelFile.Save(path, network, card, coder);
        card = ModelFile.Measure(path, encoder => HeldOutReport.Of(encoder, test, cancel: cancel));
        Trainer.Forget(checkpoint);
        File.Delete(HeldOutOf(checkpoint));
        Output.PrintJson(card);
        return Task.CompletedTask;
    }

    /// <summary>Pictures come from the library or from elsewhere, and some options go with one of the two only.</summary>
    private static void Refuse(ParseResult call, IEnumerable<Option> options, string reason)
    {
        if (options.FirstOrDefault(option => call.GetResult(option) is { Implicit: false }) is { } given)
            throw new UsageException($"{given.Name} {reason}.");
    }

    /// <summary>
    /// Where the names of the pictures are that were held out when a checkpoint's training began: some may have come or gone since, and
    /// what was learned is to test nothing.
    /// </summary>
    private static string HeldOutOf(string checkpoint) => checkpoint + ".held-out";

    private static (TrainingSet Training, TrainingSet Test) Load(string[] data, string[] heldOut, IServiceProvider services, int seed, string checkpoint, CancellationToken cancel)
    {
        var decoder = services.GetRequiredService<PictureDecoder>();
        TrainingSet Read(string[] paths) => TrainingSet.Load(
            paths, decoder, failed: (path, reason) => CommandLine.ForPeople.MarkupLineInterpolated($"Passed over {path}: {reason}"), cancel: cancel);
        CommandLine.ForPeople.MarkupLineInterpolated($"Reading pictures from {string.Join(", ", data)} …");
        var all = Read(data);
        if (heldOut.Length > 0)
        {
            var test = Read(heldOut);
            // A folder of the data may be held out.
            var tested = test.Pictures.Select(picture => Path.GetFullPath(picture.Path!)).ToHashSet();
            return (all.Part(place => !tested.Contains(Path.GetFullPath(all.Pictures[place].Path!))), test);
        }

        if (!Trainer.HasBegun(checkpoint) || !File.Exists(HeldOutOf(checkpoint)))
        {
            // Says which pictures are nearly the same.
            using var encoder = PictureEncoder.Load(services.GetRequiredService<LibraryOptions>().ModelPath);
            var drawn = NearDuplicates.DrawHeldOut(encoder.Encode([.. all.Pictures.Select(picture => picture.Input)], cancel), DefaultHeldOutShare, seed, cancel: cancel);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(checkpoint))!);
            WholeFile.Write(HeldOutOf(checkpoint), file => JsonSerializer.Serialize(file, drawn.Select(place => all.Pictures[place].Path)), onDisk: true);
        }

        var names = JsonSerializer.Deserialize<HashSet<string>>(File.ReadAllText(HeldOutOf(checkpoint)))!;
        return all.Split(Enumerable.Range(0, all.Pictures.Count).Where(place => names.Contains(all.Pictures[place].Path!)).ToHashSet());
    }

    /// <summary>The number-valued properties of <see cref="TrainingOptions"/> as flags, so that a new one needs no line here.</summary>
    private static List<(PropertyInfo Property, Option<string?> Option)> Hyperparameters() =>
        [.. typeof(TrainingOptions).GetProperties()
            .Where(property => property.PropertyType == typeof(int) || property.PropertyType == typeof(double))
            .Select(property => (property, new Option<string?>(new Setting("", property).Flag) { Description = OfLibrary.GetValueOrDefault(property.Name) ?? $"With --data: {Summaries.Of(property)}", HelpName = "number" }))];

    private static TrainingOptions ReadOptions(ParseResult call, List<(PropertyInfo Property, Option<string?> Option)> hyperparameters)
    {
        var json = new JsonObject();
        foreach (var (property, option) in hyperparameters)
        {
            if (call.GetValue(option) is not { } text) continue;
            if (ValueSentences.OfText(option.Name, property.PropertyType, text) is { } unread) throw new UsageException(unread);
            var value = TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(text)!;
            if (ValueSentences.OfValue(option.Name, property, value) is { } wrong) throw new UsageException(wrong);
            json[property.Name] = JsonValue.Create(value);
        }

        var options = json.Deserialize<TrainingOptions>()!;
        options.Validate();
        return options;
    }

    /// <summary>What was typed, with folders left out of paths: the model file travels.</summary>
    private static string WrittenCommand(ParseResult call) =>
        "imagecodes " + string.Join(' ', call.Tokens.Select(token => token.Type == TokenType.Argument ? Shortened(token.Value) : token.Value));

    private static string Shortened(string value) => value.IndexOf(".zip", StringComparison.OrdinalIgnoreCase) is > 0 and var zip
        ? value[(value.LastIndexOf('/', zip) + 1)..]
        : Path.GetFileName(value.TrimEnd('/'));
}
