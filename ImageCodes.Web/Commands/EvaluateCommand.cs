using System.CommandLine;
using System.Text.Json;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using ImageCodes.Web.Settings;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes evaluate --data DIR</c>: how well a model's codes find pictures of the query's class.</summary>
internal static class EvaluateCommand
{
    public static Command Create(SettingFlags flags)
    {
        var data = new Option<string>("--data") { Description = "A folder with one sub-folder a class (or a zip archive, archive.zip/val for a folder within): the database.", Required = true };
        var query = new Option<string?>("--query") { Description = "Another such folder: the queries. Default: each picture of the data in turn, left out of the database." };
        var bits = new Option<string?>("--bits") { Description = "Lengths to compare, separated by commas. Default: all that the model was trained for.", HelpName = "64,256" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("evaluate", "Measure retrieval on labelled pictures. No figure depends on the order of ties.") { data, query, bits, json };
        command.SetAction((call, cancel) => Task.Run(() =>
        {
            using var services = flags.Services(call);
            using var encoder = PictureEncoder.Load(services.GetRequiredService<LibraryOptions>().ModelPath);
            var lengths = Lengths(call.GetValue(bits), encoder);
            var decoder = services.GetRequiredService<PictureDecoder>();
            var database = Encode(call.GetRequiredValue(data), decoder, encoder, cancel);
            var queries = call.GetValue(query) is { } path ? Encode(path, decoder, encoder, cancel) : null;
            var results = lengths
                .Select(length => queries is null ? RetrievalEvaluation.LeaveOneOut(database, length) : RetrievalEvaluation.Measure(queries, database, length))
                .ToList();
            if (call.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(new { Results = results }, Output.Json));
            else Print(results);
        }, cancel));
        return command;
    }

    private static List<int> Lengths(string? text, PictureEncoder encoder)
    {
        if (text is null) return [.. encoder.Card.Network.Prefixes];
        return [.. text.Split(',').Select(part => int.TryParse(part, out var length) && length >= 1 && length <= encoder.Bits
            ? length
            : throw new UsageException($"--bits takes lengths from 1 to {encoder.Bits}, separated by commas; got '{text}'."))];
    }

    private static IReadOnlyList<LabelledCode> Encode(string path, PictureDecoder decoder, PictureEncoder encoder, CancellationToken cancel)
    {
        var set = TrainingSet.Load([path], decoder, encoder.Card.Network.Side, failed: (file, reason) => CommandLine.ForPeople.MarkupLineInterpolated($"Passed over {file}: {reason}"), cancel: cancel);
        var codes = HeldOutReport.Encode(encoder, set);
        return codes.Count > 0 ? codes : throw new UsageException($"'{path}' has no pictures in sub-folders; a sub-folder is a class.");
    }

    private static void Print(List<RetrievalFigures> results)
    {
        var table = new Table().AddColumns("bits", "precision@10", "10-NN accuracy", "mAP", "pictures", "classes");
        foreach (var figures in results)
            table.AddRow($"{figures.Bits}", $"{figures.PrecisionAt10:0.0000}", $"{figures.KnnAccuracy:0.0000}", $"{figures.Map:0.0000}", $"{figures.Pictures:N0}", $"{figures.Classes:N0}");
        AnsiConsole.Write(table);
    }
}
