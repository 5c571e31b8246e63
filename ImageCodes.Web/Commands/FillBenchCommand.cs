using System.CommandLine;
using System.Diagnostics;
using ImageCodes.Model.Benchmarks;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes bench fill</c>: an empty library gets as many pictures as wanted, with codes and without files.</summary>
internal static class FillBenchCommand
{
    private const int CodesACluster = 64;

    public static Command Create(SettingFlags flags)
    {
        var count = new Option<int>("--n") { Description = "How many pictures.", DefaultValueFactory = _ => 1_000_000 };
        var seed = new Option<int>("--seed") { Description = "Seeds what is drawn.", DefaultValueFactory = _ => 1 };
        count.AtLeast(1);
        var command = new Command("fill", "Fill the empty library of --data-dir with pictures that have clustered codes and no files, "
            + "to measure what else it does with so many.") { count, seed };
        command.SetAction((call, cancel) => Task.Run(() =>
        {
            using var services = flags.Services(call);
            var model = services.GetRequiredService<LiveModel>().Current;
            var codes = CodeSource.Clustered(model.Encoder.Bits, Math.Max(1, call.GetValue(count) / CodesACluster), call.GetValue(seed));
            new FilledLibrary(services.GetRequiredService<LibraryDatabase>()).Fill(
                model.Id, codes, call.GetValue(count),
                new Progress<int>(done => CommandLine.ForPeople.MarkupLineInterpolated($"{done:N0} pictures")), cancel);
            var begun = Stopwatch.GetTimestamp();
            var index = model.Index.Index;
            Console.WriteLine(
                $"{index.Count:N0} codes of {index.Bits} bits are searchable {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.00} s after a start.");
        }, cancel));
        return command;
    }
}
