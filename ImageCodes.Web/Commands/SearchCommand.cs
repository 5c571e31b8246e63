using System.CommandLine;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes search IMAGE|ID</c>: the pictures of the library that look like a file, or like one of themselves.</summary>
internal static class SearchCommand
{
    public static Command Create(SettingFlags flags)
    {
        var query = new Argument<string>("IMAGE|ID") { Description = "A picture file, or the number of a picture of the library." };
        var count = new Option<int>("-k") { Description = "How many hits at most, 1 to 1,000.", DefaultValueFactory = _ => SearchRequest.UsualK, HelpName = "K" };
        var bits = new Option<int?>("--bits") { Description = "Compare the first so many bits only. Default: the whole code.", HelpName = "B" };
        var within = new Option<int?>("--within") { Description = "Only hits that differ in at most so many bits.", HelpName = "R" };
        var label = new Option<string?>("--label") { Description = "Only hits with this label: a tag, or the name of a folder.", HelpName = "LABEL" };
        var json = Output.JsonFlag();
        var command = new Command("search", "Find the pictures that look alike.") { query, count, bits, within, label, json };
        command.SetAction(async (call, cancel) =>
        {
            var request = new SearchRequest(call.GetValue(count), call.GetValue(bits), call.GetValue(within), call.GetValue(label));
            using var services = flags.ServicesOfLibrary(call);
            var model = services.GetRequiredService<LiveModel>();
            if (request.Refuse(model.Current.Encoder.Bits) is { } reason) throw new UsageException(reason);
            var counts = services.GetRequiredService<PictureStore>().Counts(model.Current.Id);
            if (counts is { Ready: 0, Pending: > 0 })
                throw new InvalidOperationException(
                    $"None of the library's {counts.Pending:N0} pictures has a code of the model {model.Current.Encoder.Version} yet: "
                        + "start 'imagecodes serve' with it once, or import the pictures again.");
            var similar = services.GetRequiredService<SimilarPictures>();
            var (id, encoded) = await similar.EncodeAsync(call.GetRequiredValue(query), cancel);
            var result = similar.Find(encoded, request, except: id);
            if (call.GetValue(json)) Output.PrintJson(SearchAnswer.Of(result));
            else Print(result, request);
        });
        return command;
    }

    private static void Print(SearchResult result, SearchRequest request)
    {
        if (result.Hits.Count == 0)
        {
            Console.WriteLine(
                request is { Label: null, Within: null } ? "Nothing found: the library has no other picture; 'imagecodes import PATH' fills it."
                : $"Nothing found: no other picture {(request.Within is { } within ? $"lies within {within} of {result.Bits} bits" : "")}{(request is { Within: not null, Label: not null } ? " and " : "")}{(request.Label is { } label ? $"is called '{label}'" : "")}.");
            return;
        }

        var table = new Table().AddColumn(new TableColumn("distance").RightAligned()).AddColumn(new TableColumn("id").RightAligned()).AddColumn("path");
        foreach (var hit in result.Hits)
            table.AddRow($"{hit.Distance} of {result.Bits}", $"{hit.Picture.Id}", Markup.Escape(Output.OneLine(hit.Picture.Path)));
        AnsiConsole.Write(table);
    }
}
