using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Web.Settings;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes train --data PATH… --out MODEL</c>: learns a model from pictures in folders or archives.</summary>
internal static class TrainCommand
{
    private const double DefaultHeldOutShare = 0.05;

    public static Command Create(SettingFlags flags)
    {
        var data = new Option<string[]>("--data") { Description = "Folders, or zip archives (archive.zip/train names a folder within), of pictures to learn from. A picture's label is the folder that holds it.", Required = true, AllowMultipleArgumentsPerToken = true };
        var heldOut = new Option<string[]>("--held-out") { Description = "Pictures for the final report, in the same forms. Default: a twentieth of the data, drawn by the seed.", AllowMultipleArgumentsPerToken = true };
        var output = new Option<string>("--out") { Description = "The model file to write. Its checkpoint stands beside it while training runs; the same command goes on from there.", Required = true };
        var name = new Option<string?>("--name") { Description = "What the model is called. Default: the file's name." };
        var start = new Option<string?>("--start") { Description = "A model file whose weights to begin with. Default: random ones." };
        var hyperparameters = Hyperparameters();
        var command = new Command("train", "Learn a model from pictures.") { data, heldOut, output, name, start };
        foreach (var (_, option) in hyperparameters) command.Options.Add(option);

        command.SetAction((call, cancel) => Task.Run(() =>
        {
            using var services = flags.Services(call);
            var options = ReadOptions(call, hyperparameters);
            var path = call.GetRequiredValue(output);
            var decoder = services.GetRequiredService<PictureDecoder>();
            var (training, test) = Load(call.GetRequiredValue(data), call.GetValue(heldOut) ?? [], decoder, options.Seed, cancel: cancel);
            CommandLine.ForPeople.MarkupLineInterpolated($"Learning from {training.Pictures.Count:N0} pictures with {training.Labels.Count:N0} labels; {test.Pictures.Count:N0} are held out.");

            var checkpoint = path + ".checkpoint";
            using var network = TrainingBar.Show(progress => new Trainer(options, training, call.GetValue(start)).Run(checkpoint, progress, cancel));
            var card = new ModelCard(
                call.GetValue(name) ?? Path.GetFileNameWithoutExtension(path), options.Network, DateTimeOffset.UtcNow, WrittenCommand(call),
                [.. call.GetRequiredValue(data).Select(Shortened).Append($"{training.Pictures.Count} pictures")],
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
