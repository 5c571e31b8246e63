using System.CommandLine;
using System.Text.Json;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Search;
using ImageCodes.Web.Settings;
using Spectre.Console;
using TorchSharp;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes evaluate</c>: how well a model's codes find pictures of the query's class, in the library or in a folder.</summary>
internal static class EvaluateCommand
{
    private const string Own = "nca";
    private const int MostOfLibrary = 20_000;   // each is compared with each

    private sealed record LabelledPictureCode(PictureCode Code, string Label);

    private sealed record Result(string Coder, RetrievalFigures Figures);

    public static Command Create(SettingFlags flags)
    {
        var data = new Option<string?>("--data") { Description = "A folder with one sub-folder a class (or a zip archive, archive.zip/val for a folder within): the database, by the model of --model or else the program's own. Default: by the model in use, the library's pictures with labels (tags, else folders), at most 20,000 of them." };
        var query = new Option<string?>("--query") { Description = "Another such folder: the queries. Default: each picture of the database in turn, left out of it." };
        var bits = new Option<string?>("--bits") { Description = "Lengths to compare, separated by commas. Default: all that the model was trained for.", HelpName = "64,256" };
        var coder = new Option<string>("--coder")
        {
            Description = $"How bits are made, separated by commas: nca, as the model makes them; or, of what it makes them of, learned from the database, {string.Join(", ", CoderCatalogue.Names)}.",
            DefaultValueFactory = _ => Own,
            HelpName = "nca,itq",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("evaluate", "Measure retrieval on labelled pictures. No figure depends on the order of ties.") { data, query, bits, coder, json };
        command.SetAction((call, cancel) => Task.Run(() =>
        {
            using var services = call.GetValue(data) is null ? flags.ServicesOfLibrary(call) : flags.Services(call);
            using var encoder = PictureEncoder.Load(call.GetValue(data) is null ? services.GetRequiredService<LiveModel>().Current.Encoder.Path : services.GetRequiredService<LibraryOptions>().ModelPath);
            var lengths = Lengths(call.GetValue(bits), encoder);
            var coders = Coders(call.GetRequiredValue(coder));
            var decoder = services.GetRequiredService<PictureDecoder>();
            var database = call.GetValue(data) is { } path ? Encode(Read(path, decoder, encoder, cancel), encoder) : EncodeLibrary(services, encoder, cancel);
            var queries = call.GetValue(query) is { } asked ? Encode(Read(asked, decoder, encoder, cancel), encoder) : null;
            var results = coders.SelectMany(name => Measure(name, lengths, queries, database)).ToList();
            if (call.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(new { Results = results.Select(result => new { result.Figures.Bits, result.Figures.PrecisionAt10, result.Figures.KnnAccuracy, result.Figures.Map, result.Figures.Pictures, result.Figures.Classes, result.Coder }) }, Output.Json));
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

    private static List<Result> Measure(string coder, IReadOnlyList<int> lengths, IReadOnlyList<LabelledPictureCode>? queries, IReadOnlyList<LabelledPictureCode> database)
    {
        Func<IReadOnlyList<LabelledPictureCode>, IReadOnlyList<LabelledCode>> encode = pictures => [.. pictures.Select(picture => new LabelledCode(picture.Code.Code, picture.Label))];
        using var scope = torch.NewDisposeScope();
        using var learned = coder == Own ? null : CoderCatalogue.Learn(coder, Vectors(database), lengths);
        if (learned is not null) encode = pictures => [.. learned.Encode(Vectors(pictures)).Zip(pictures, (code, picture) => new LabelledCode(code, picture.Label))];
        var (asked, known) = (queries is null ? null : encode(queries), encode(database));
        return [.. lengths.Select(bits => new Result(coder, asked is null ? RetrievalEvaluation.LeaveOneOut(known, bits) : RetrievalEvaluation.Measure(asked, known, bits)))];
    }

    private static torch.Tensor Vectors(IReadOnlyList<LabelledPictureCode> pictures) =>   // (N, Bits of the network)
        torch.tensor(pictures.SelectMany(picture => picture.Code.Activations.ToArray()).ToArray()).reshape(pictures.Count, -1);

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

    private static List<LabelledPictureCode> EncodeLibrary(IServiceProvider services, PictureEncoder encoder, CancellationToken cancel)
    {
        var labelled = services.GetRequiredService<PictureStore>().ForTraining([], []).Where(picture => picture.Labels.Count > 0).ToList();
        if (labelled.Count < 2) throw new InvalidOperationException("The library has no labelled pictures to measure on: import a folder with sub-folders, or set tags; or name a folder with --data.");
        var every = (labelled.Count + MostOfLibrary - 1) / MostOfLibrary;
        return Encode(new LessonPlan([.. labelled.Where((_, place) => place % every == 0)], [], []).Decode(services.GetRequiredService<PictureDecoder>(), cancel), encoder);
    }

    private static void PassOver(string file, string reason) => CommandLine.ForPeople.MarkupLineInterpolated($"Passed over {file}: {reason}");

    private static List<LabelledPictureCode> Encode(TrainingSet set, PictureEncoder encoder) =>
        [.. HeldOutReport.Activations(encoder, set).Select(pair => new LabelledPictureCode(pair.Code, pair.Label))];

    private static void Print(List<Result> results)
    {
        var table = new Table().AddColumns("coder", "bits", "precision@10", "10-NN accuracy", "mAP", "pictures", "classes");
        foreach (var (coder, figures) in results)
            table.AddRow(coder, $"{figures.Bits}", $"{figures.PrecisionAt10:0.0000}", $"{figures.KnnAccuracy:0.0000}", $"{figures.Map:0.0000}", $"{figures.Pictures:N0}", $"{figures.Classes:N0}");
        AnsiConsole.Write(table);
    }
}
