using System.CommandLine;
using System.Text.Json;
using ImageCodes.Web.Search;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes search IMAGE|ID</c>: the pictures of the library that look like a file, or like one of themselves.</summary>
internal static class SearchCommand
{
    public static Command Create(SettingFlags flags)
    {
        var query = new Argument<string>("IMAGE|ID") { Description = "A picture file, or the number of a picture of the library." };
        var count = new Option<int>("-k") { Description = "How many hits at most, 1 to 1,000.", DefaultValueFactory = _ => new SearchRequest().K, HelpName = "K" };
        var bits = new Option<int?>("--bits") { Description = "Compare the first so many bits only. Default: the whole code.", HelpName = "B" };
        var within = new Option<int?>("--within") { Description = "Only hits that differ in at most so many bits.", HelpName = "R" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("search", "Find the pictures that look alike.") { query, count, bits, within, json };
        command.SetAction(call =>
        {
            var request = new SearchRequest { K = call.GetValue(count), Bits = call.GetValue(bits), Within = call.GetValue(within) };
            if (request.K is < 1 or > 1_000) throw new UsageException($"-k takes 1 to 1,000; got {request.K}.");
            using var services = flags.Services(call);
            var longest = services.GetRequiredService<LiveModel>().Encoder.Bits;
            if (request.Bits < 1 || request.Bits > longest) throw new UsageException($"--bits takes 1 to {longest}, the length of the model's codes; got {request.Bits}.");
            if (request.Within < 0) throw new UsageException($"--within takes 0 or more; got {request.Within}.");
            var result = Run(services.GetRequiredService<SimilarPictures>(), call.GetRequiredValue(query), request);
            if (call.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(SearchAnswer.Of(result), JsonOutput.Options));
            else Print(result);
        });
        return command;
    }

    private static SearchResult Run(SimilarPictures similar, string query, SearchRequest request)
    {
        // A file may be called 12; a picture of the library is meant only where no such file is.
        if (File.Exists(query)) return similar.Find(similar.Encode(File.ReadAllBytes(query)), request);
        if (!long.TryParse(query, out var id)) throw new FileNotFoundException($"There is no file '{query}'.", query);
        var code = similar.CodeOf(id) ?? throw new InvalidOperationException($"The library has no picture {id} with a code of this model.");
        return similar.Find(code, request, except: id);
    }

    private static void Print(SearchResult result)
    {
        var table = new Table().AddColumn(new TableColumn("distance").RightAligned()).AddColumn(new TableColumn("id").RightAligned()).AddColumn("path");
        foreach (var hit in result.Hits) table.AddRow($"{hit.Distance} of {result.Bits}", $"{hit.Picture.Id}", Markup.Escape(hit.Picture.Path));
        AnsiConsole.Write(table);
    }
}
