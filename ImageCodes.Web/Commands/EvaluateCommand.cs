using System.CommandLine;
using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using ImageCodes.Web.Settings;
using Spectre.Console;
using TorchSharp;

namespace ImageCodes.Web.Commands;

/// <summary>
/// <c>imagecodes evaluate</c>: how well a model's codes find pictures of the query's class, in the library or in a folder.
/// </summary>
internal static class EvaluateCommand
{
    private const string Own = "nca";
    private const int MostOfLibrary = 20_000;   // each is compared with each

    /// <summary>Labelled pictures with the model's codes of them.</summary>
    private sealed class Encoded(TrainingSet set, PictureEncoder encoder, CancellationToken cancel)
    {
        private readonly Lazy<torch.Tensor> _vectors =
            new(() => encoder.Activate([.. set.Labelled.Select(picture => picture.Input)], cancel).DetachFromDisposeScope());

        public IReadOnlyList<LabelledCode> Codes { get; } = HeldOutReport.Encode(encoder, set, cancel);

        /// <summary>Their codes by another coder.</summary>
        public IReadOnlyList<LabelledCode> CodesBy(ProjectionCoder coder) =>
            [.. coder.Encode(_vectors.Value).Zip(Codes, (code, own) => own with { Code = code })];

        /// <summary>Another coder, learned from them.</summary>
        public ProjectionCoder Learn(string coder, IReadOnlyList<int> lengths) => CoderCatalogue.Learn(coder, _vectors.Value, lengths);
    }

    private sealed record Result(string Coder, RetrievalFigures Figures);

    public static Command Create(SettingFlags flags)
    {
        var data = new Option<string?>("--data")
        {
            Description = "A folder with one sub-folder a class (or a zip archive, archive.zip/val for a folder within): the database, "
                + "by the model of --model or else the program's own. Default: by the model in use, the library's pictures with labels (tags, else folders), "
                + "at most 20,000 of them.",
        };
        var query = new Option<string?>("--query") { Description = "Another such folder: the queries. Default: each picture of the database in turn, left out of it." };
        var bits = new Option<string?>("--bits")
        {
            Description = "Lengths to compare, separated by commas. Default: all that the model was trained for.",
            HelpName = "64,256",
        };
        var coder = new Option<string>("--coder")
        {
            Description = "How bits are made, separated by commas: nca, as the model makes them (by a coder of its own, where it has one); "
                + $"or, of the network's activations, learned from the database, {string.Join(", ", CoderCatalogue.Names)}.",
            DefaultValueFactory = _ => Own,
            HelpName = "nca,itq",
        };
        var json = Output.JsonFlag();
        var command = new Command("evaluate", "Measure retrieval on labelled pictures. No figure depends on the order of ties.") { data, query, bits, coder, json };
        command.SetAction((call, cancel) => Task.Run(() =>
        {
            using var services = call.GetValue(data) is null ? flags.ServicesOfLibrary(call) : flags.Services(call);
            using var encoder =
                PictureEncoder.Load(call.GetValue(data) is null ? services.GetRequiredService<LiveModel>().Current.Encoder.Path : services.GetRequiredService<LibraryOptions>().ModelPath);
            var lengths = Lengths(call.GetValue(bits), encoder);
            var coders = Coders(call.GetRequiredValue(coder));
            var decoder = services.GetRequiredService<PictureDecoder>();
            var known = call.GetValue(data) is { } path ? Read(path, decoder, encoder, cancel) : ReadLibrary(services, cancel);
            var asked = call.GetValue(query) is { } folder ? Read(folder, decoder, encoder, cancel) : null;
            var (database, queries) = (new Encoded(known, encoder, cancel), asked is null ? null : new Encoded(asked, encoder, cancel));
            var results = coders.SelectMany(name => Measure(name, lengths, queries, database)).ToList();
            if (call.GetValue(json)) Output.PrintJson(new { Results = results.Select(result => Flat(result.Coder, result.Figures)) });
            else Print(results);
        }, cancel));
        return command;
    }

    private static string[] Coders(string text)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        return names.FirstOrDefault(name => name != Own && !CoderCatalogue.Names.Contains(name)) is { } unknown
            ? throw new UsageException($"--coder takes {Own}, {string.Join(", ", CoderCatalogue.Names)}, separated by commas; got '{unknown}'.")
            : names;
    }

    private static List<Result> Measure(string coder, IReadOnlyList<int> lengths, Encoded? queries, Encoded database)
    {
        using var scope = torch.NewDisposeScope();
        using var learned = coder == Own ? null : database.Learn(coder, lengths);
        IReadOnlyList<LabelledCode> CodesOf(Encoded pictures) => learned is null ? pictures.Codes : pictures.CodesBy(learned);
        var (asked, known) = (queries is null ? null : CodesOf(queries), CodesOf(database));
        return [.. lengths.Select(bits => new Result(coder, asked is null ? RetrievalEvaluation.LeaveOneOut(known, bits) : RetrievalEvaluation.Measure(asked, known, bits)))];
    }

    private static List<int> Lengths(string? text, PictureEncoder encoder)
    {
        if (text is null) return [.. encoder.Card.Network.Prefixes];
        return [.. text.Split(',').Select(part => int.TryParse(part, out var length) && length >= 1 && length <= encoder.Bits
            ? length
            : throw new UsageException($"--bits takes lengths from 1 to {encoder.Bits}, separated by commas; got '{text}'.")).Distinct().Order()];
    }

    private static TrainingSet Read(string path, PictureDecoder decoder, PictureEncoder encoder, CancellationToken cancel)
    {
        var set = TrainingSet.Load([path], decoder, encoder.Card.Network.Side, failed: PassOver, cancel: cancel);
        return set.Labels.Count > 0 ? set : throw new InvalidOperationException($"'{path}' has no pictures in sub-folders; a sub-folder is a class.");
    }

    private static TrainingSet ReadLibrary(IServiceProvider services, CancellationToken cancel)
    {
        var labelled = services.GetRequiredService<PictureStore>().ForTraining([], []).Where(picture => picture.Labels.Count > 0).ToList();
        if (labelled.Count < 2)
            throw new InvalidOperationException("The library has no labelled pictures to measure on: "
                + "import a folder with sub-folders, or set tags; or name a folder with --data.");
        var measured = labelled.Evenly(MostOfLibrary);
        var learned = services.GetRequiredService<LessonStore>().HeldOut([.. measured.Select(picture => picture.Id)]).Values.Count(isHeldOut => !isHeldOut);
        if (learned > 0)
            CommandLine.ForPeople.MarkupLineInterpolated(
                $"Trainings of this library learned from {learned:N0} of these {measured.Count:N0} pictures: a model that began with what they learned finds such pictures better than new ones.");
        return new LessonPlan(measured, [], []).Decode(services.GetRequiredService<PictureDecoder>(), cancel);
    }

    private static void PassOver(string file, string reason) =>
        CommandLine.ForPeople.MarkupLineInterpolated($"Passed over {file}: {reason}");

    private static object Flat(string coder, RetrievalFigures figures) =>
        new { figures.Bits, figures.PrecisionAt10, figures.KnnAccuracy, figures.Map, figures.Pictures, figures.Classes, coder };

    private static void Print(List<Result> results)
    {
        var table = new Table().AddColumns("coder", "bits", "precision@10", "10-NN accuracy", "mAP", "pictures", "classes");
        foreach (var (coder, figures) in results)
            table.AddRow(coder, $"{figures.Bits}", $"{figures.PrecisionAt10:0.0000}", $"{figures.KnnAccuracy:0.0000}",
                $"{figures.Map:0.0000}", $"{figures.Pictures:N0}", $"{figures.Classes:N0}");
        AnsiConsole.Write(table);
    }
}
