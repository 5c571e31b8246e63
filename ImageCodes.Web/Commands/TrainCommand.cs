using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
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
internal static class TrainCommand
{
    private const double DefaultHeldOutShare = 0.05;

    public static Command Create(SettingFlags flags)
    {
        var data = new Option<string[]>("--data") { Description = "Folders, or zip archives (archive.zip/train names a folder within), of pictures to learn from. A picture's label is the folder that holds it. Default: the library's pictures, with their tags, folders and verdicts.", AllowMultipleArgumentsPerToken = true };
        var folders = new Option<string[]>("--folder") { Description = "Of the library: learn from the pictures in these folders and below them only.", AllowMultipleArgumentsPerToken = true };
        var labels = new Option<string[]>("--label") { Description = "Of the library: learn from the pictures with these labels only, and from no other label.", AllowMultipleArgumentsPerToken = true };
        var heldOut = new Option<string[]>("--held-out") { Description = "Pictures for the final report, in the same forms. Default: a twentieth of the data, drawn by the seed.", AllowMultipleArgumentsPerToken = true };
        var output = new Option<string?>("--out") { Description = "With --data: the model file to write. Its checkpoint stands beside it while training runs; the same command goes on from there." };
        var name = new Option<string?>("--name") { Description = "What the model is called. Default: the file's name, or 'mine'." };
        var start = new Option<string?>("--start") { Description = "A model file whose weights to begin with; of the library also a model's number, or 'random'. Default: random weights; of the library, the model in use." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object. With --data that is the model's card, and always printed." };
        var hyperparameters = Hyperparameters();
        var command = new Command("train", "Learn a model from pictures of the library, or of folders and archives.") { data, folders, labels, heldOut, output, name, start, json };
        foreach (var (_, option) in hyperparameters) command.Options.Add(option);

        command.SetAction((call, cancel) => Task.Run(async () =>
        {
            var options = ReadOptions(call, hyperparameters);
            var fromFolders = call.GetValue(data) is { Length: > 0 };
            RefuseMixed(call, fromFolders, fromFolders ? [folders, labels] : [heldOut, output, .. hyperparameters.Where(pair => pair.Property.Name != nameof(TrainingOptions.Epochs)).Select(pair => pair.Option)]);
            if (!fromFolders)
            {
                await using var library = flags.Services(call, services => services.AddTrainings());
                var ofLibrary = ActivatorUtilities.CreateInstance<LibraryTraining>(library);
                var epochs = call.GetResult(hyperparameters.Single(pair => pair.Property.Name == nameof(TrainingOptions.Epochs)).Option) is null ? TrainRequest.UsualEpochs : options.Epochs;
                await ofLibrary.RunAsync(
                    new TrainRequest(call.GetValue(name) ?? "mine", ofLibrary.StartOf(call.GetValue(start)), [.. (call.GetValue(folders) ?? []).Select(Path.GetFullPath)], epochs, call.GetValue(labels)),
                    call.GetValue(json), cancel);
                return;
            }

            using var services = flags.Services(call);
            var path = call.GetValue(output) ?? throw new UsageException("With --data, --out names the model file to write.");
            var decoder = services.GetRequiredService<PictureDecoder>();
            var (training, test) = Load(call.GetValue(data)!, call.GetValue(heldOut) ?? [], decoder, options.Seed, cancel: cancel);
            CommandLine.ForPeople.MarkupLineInterpolated($"Learning from {training.Pictures.Count:N0} pictures with {training.Labels.Count:N0} labels; {test.Pictures.Count:N0} are held out.");

            var checkpoint = path + ".checkpoint";
            using var network = TrainingBar.Show(progress => new Trainer(options, training, call.GetValue(start)).Run(checkpoint, progress, cancel));
            var card = new ModelCard(
                call.GetValue(name) ?? Path.GetFileNameWithoutExtension(path), options.Network, DateTimeOffset.UtcNow, WrittenCommand(call),
                [.. call.GetValue(data)!.Select(Shortened).Append($"{training.Pictures.Count} pictures")],
                new Dictionary<string, double>());

            // The figures are those of the file as it will be read: its weights are rounded to half precision.
            ModelFile.Save(path, network, card);
            using (var encoder = PictureEncoder.Load(path)) card = card with { Metrics = HeldOutReport.Of(encoder, test) };
            ModelFile.Save(path, network, card);
            if (Directory.Exists(checkpoint)) Directory.Delete(checkpoint, recursive: true);
            Console.WriteLine(JsonSerializer.Serialize(card, Output.Json));
        }, cancel));
        return command;
    }

    /// <summary>Pictures come from the library or from elsewhere, and some options go with one of the two only.</summary>
    private static void RefuseMixed(ParseResult call, bool fromFolders, IEnumerable<Option> others)
    {
        if (others.FirstOrDefault(option => call.GetResult(option) is { Implicit: false }) is { } wrong)
            throw new UsageException(fromFolders ? $"{wrong.Name} chooses among the library's pictures; with --data, name those to learn from there." : $"{wrong.Name} goes with --data PATH…; without it, the library's pictures are learned from.");
    }

    private static (TrainingSet Training, TrainingSet Test) Load(string[] data, string[] heldOut, PictureDecoder decoder, int seed, CancellationToken cancel)
    {
        TrainingSet Read(string[] paths) => TrainingSet.Load(
            paths, decoder, failed: (path, reason) => CommandLine.ForPeople.MarkupLineInterpolated($"Passed over {path}: {reason}"), cancel: cancel);
        CommandLine.ForPeople.MarkupLineInterpolated($"Reading pictures from {string.Join(", ", data)} …");
        var all = Read(data);
        return heldOut.Length > 0 ? (all, Read(heldOut)) : all.Split(DefaultHeldOutShare, seed);
    }

    /// <summary>The number-valued properties of <see cref="TrainingOptions"/> as flags, so that a new one needs no line here.</summary>
    private static List<(PropertyInfo Property, Option<string?> Option)> Hyperparameters() =>
        [.. typeof(TrainingOptions).GetProperties()
            .Where(property => property.PropertyType == typeof(int) || property.PropertyType == typeof(double))
            .Select(property => (property, new Option<string?>(new Setting("", property).Flag) { Description = Summaries.Of(property), HelpName = "number" }))];

    private static TrainingOptions ReadOptions(ParseResult call, List<(PropertyInfo Property, Option<string?> Option)> hyperparameters)
    {
        var json = new JsonObject();
        foreach (var (property, option) in hyperparameters)
        {
            if (call.GetValue(option) is not { } text) continue;
            if (!double.TryParse(text, out var number)) throw new UsageException($"{option.Name} takes a number; got '{text}'.");
            json[property.Name] = property.PropertyType == typeof(int) ? (int)number : number;
        }

        var options = json.Deserialize<TrainingOptions>()!;
        try
        {
            options.Validate();
        }
        catch (System.ComponentModel.DataAnnotations.ValidationException wrong)
        {
            throw new UsageException(wrong.Message);
        }

        return options;
    }

    /// <summary>What was typed, with folders left out of paths: the model file travels.</summary>
    private static string WrittenCommand(ParseResult call) =>
        "imagecodes " + string.Join(' ', call.Tokens.Select(token => token.Type == TokenType.Argument ? Shortened(token.Value) : token.Value));

    private static string Shortened(string value) => value.IndexOf(".zip", StringComparison.OrdinalIgnoreCase) is > 0 and var zip
        ? value[(value.LastIndexOf('/', zip) + 1)..]
        : Path.GetFileName(value.TrimEnd('/'));
}
