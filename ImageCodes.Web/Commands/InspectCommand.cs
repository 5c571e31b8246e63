using System.CommandLine;
using System.Text.Json;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Imaging;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>
/// <c>imagecodes inspect ID|FILE</c>: the code of a picture, bit by bit, and its neighbours; the same with bits flipped, and what the
/// decoder draws of it.
/// </summary>
internal static class InspectCommand
{
    private sealed record InspectedNeighbour(long Id, string Path, int Distance);

    private sealed record InspectedCode(long? Id, int Bits, string Code, float[] Activations, IReadOnlyList<InspectedNeighbour> Neighbours);

    public static Command Create(SettingFlags flags)
    {
        var picture = new Argument<string?>("ID|FILE") { Description = "The number of a picture of the library, or a picture file.", Arity = ArgumentArity.ZeroOrOne };
        var space = new Option<bool>("--space") { Description = "Tell of all codes of the library instead: balance, correlations, distances, buckets, repeats." };
        var flip = new Option<string?>("--flip") { Description = "Bits to flip, separated by commas; the first bit is 0.", HelpName = "25,42" };
        var decode = new Option<string?>("--decode") { Description = "Write what the decoder draws of the code to a .png, .jpg or .webp file.", HelpName = "FILE" };
        var count = new Option<int>("-k") { Description = "How many neighbours to list, 1 to 1,000.", DefaultValueFactory = _ => 12, HelpName = "K" };
        var json = Output.JsonFlag();
        var command = new Command("inspect", "Look inside the code of a picture, or at the space of all codes.") { picture, space, flip, decode, count, json };
        command.SetAction(async (call, cancel) =>
        {
            var request = new SearchRequest(call.GetValue(count));
            using var services = flags.ServicesOfLibrary(call);
            if (call.GetValue(space))
            {
                if (call.GetValue(picture) is not null || call.GetValue(flip) is not null || call.GetValue(decode) is not null)
                    throw new UsageException("--space tells of all codes: leave the picture, --flip and --decode out, or leave --space out.");
                PrintSpace(services.GetRequiredService<LiveModel>().Current.Encoder.Version,
                    services.GetRequiredService<CodeSpace>().Report(), call.GetValue(json));
                return;
            }

            if (call.GetValue(decode) is { } target && PictureSheet.Refuse(target) is { } refused) throw new UsageException(refused);
            var named = call.GetValue(picture) ?? throw new UsageException("Name a picture, by its number or its file, or give --space.");
            var similar = services.GetRequiredService<SimilarPictures>();
            if (request.Refuse(services.GetRequiredService<LiveModel>().Current.Encoder.Bits) is { } reason) throw new UsageException(reason);
            var (id, own) = await similar.EncodeAsync(named, cancel);
            var flipped = Flipped(call.GetValue(flip), own.Code.Bits);
            var encoded = own with { Code = own.Code.Flip(flipped) };
            if (call.GetValue(decode) is { } path) PictureSheet.Save(encoded.Model.Encoder.Decode(encoded.Code.Code), path);
            var neighbours = similar.Find(encoded, request, except: flipped.Count == 0 ? id : null);
            var code = new InspectedCode(
                id, encoded.Code.Bits, encoded.Code.Code.ToString(), encoded.Code.Activations.ToArray(),
                [.. neighbours.Hits.Select(hit => new InspectedNeighbour(hit.Picture.Id, hit.Picture.Path, hit.Distance))]);
            if (call.GetValue(json)) Output.PrintJson(code);
            else Print(code, encoded.Code, services.GetRequiredService<CodeSpace>().Bits(encoded.Model));
        });
        return command;
    }

    private static void PrintSpace(string model, CodeSpaceReport report, bool json)
    {
        if (json)
        {
            var told = JsonSerializer.SerializeToNode(report, Output.Json)!.AsObject();
            told.Insert(0, "model", model);
            Console.WriteLine(told.ToJsonString(Output.Json));
            return;
        }

        static string Mean(IReadOnlyList<double>? shares) =>
            shares is null ? "–" : $"{shares.Select((share, distance) => share * distance).Sum():0.0}";
        var table = new Table().HideHeaders().AddColumns("", "");
        table.AddRow("model", Markup.Escape(model));
        table.AddRow("codes", $"{report.Codes:N0}, {report.Counted:N0} counted, {report.Distinct:N0} of them different");
        table.AddRow("mean entropy of a bit", $"{report.MeanEntropy:0.000}");
        table.AddRow("effective bits", $"{report.EffectiveBits:0.0} of {report.Bits}");
        table.AddRow("mean distance of random pairs", Mean(report.RandomPairs));
        table.AddRow("mean distance of the nearest", Mean(report.Nearest));
        table.AddRow("mean distance with a label in common", Mean(report.SameLabel));
        table.AddRow("mean distance with none", Mean(report.OtherLabel));
        foreach (var bucket in report.Buckets)
            table.AddRow($"addresses of {bucket.Bits} bits", $"{bucket.Occupied:N0} of {1 << bucket.Bits:N0} have pictures, {bucket.Fullest:N0} at most");
        foreach (var code in report.Repeated) table.AddRow($"{code.Pictures:N0} pictures have", $"{code.Code}: {string.Join(", ", code.Ids)}");
        AnsiConsole.Write(table);
    }

    private static List<int> Flipped(string? text, int bits) => text is null ? [] :
        [.. text.Split(',').Select(part => int.TryParse(part, out var bit) && bit >= 0 && bit < bits
            ? bit
            : throw new UsageException($"--flip takes bits from 0 to {bits - 1}, separated by commas; got '{text}'.")).Distinct()];

    private static void Print(InspectedCode code, PictureCode activations, IReadOnlyList<BitFacts> facts)
    {
        Console.WriteLine(code.Code);
        var bits = new Table().AddColumns("bit", "value", "activation", "ones in the library", "goes most with");
        for (var bit = 0; bit < code.Bits; bit++)
        {
            var fact = facts[bit];
            bits.AddRow(
                $"{bit}", activations.Code[bit] ? "1" : "0",
                activations.Activations.IsEmpty ? "–" : $"{activations.Activations[bit]:+0.00;-0.00;0.00}",
                $"{fact.ShareOfOnes:P0}", fact.Partner is { } partner ? $"{partner} (r = {fact.Correlation:+0.00;-0.00;0.00})" : "–");
        }

        AnsiConsole.Write(bits);
        var near = new Table().AddColumns("distance", "id", "path");
        foreach (var neighbour in code.Neighbours)
            near.AddRow($"{neighbour.Distance} of {code.Bits}", $"{neighbour.Id}", Markup.Escape(Output.OneLine(neighbour.Path)));
        AnsiConsole.Write(near);
    }
}
