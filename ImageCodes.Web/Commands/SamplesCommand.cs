using System.CommandLine;
using ImageCodes.Model.Samples;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes samples --out DIR</c>: paints the sample pictures.</summary>
internal static class SamplesCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The folder to paint into, with a sub-folder a kind.", Required = true };
        var perKind = new Option<int>("--per-kind") { Description = "Pictures of each kind, 1 to 100,000.", DefaultValueFactory = _ => 40 };
        var seed = new Option<int>("--seed") { Description = "Another seed paints other pictures.", DefaultValueFactory = _ => 1 };
        var command = new Command("samples", "Paint sample pictures: a dozen kinds of scene.") { output, perKind, seed };
        command.SetAction((call, cancel) => Task.Run(() =>
        {
            if (call.GetValue(perKind) is < 1 or > 100_000) throw new UsageException($"--per-kind takes 1 to 100,000; got {call.GetValue(perKind)}.");
            var count = SamplePainter.Paint(call.GetRequiredValue(output), call.GetValue(perKind), call.GetValue(seed), cancel);
            Console.WriteLine($"{count:N0} pictures of {SamplePainter.Kinds.Count} kinds in {call.GetRequiredValue(output)}");
        }, cancel));
        return command;
    }
}
