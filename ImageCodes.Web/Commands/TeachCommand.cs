using System.CommandLine;
using ImageCodes.Model.Storage;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes teach tag|untag|alike|not-alike|forget|list</c>: says of pictures what trainings are to learn.</summary>
internal static class TeachCommand
{
    public static Command Create(SettingFlags flags) => new("teach", "Say what pictures are called and which are alike; a training learns from it.")
    {
        Tagging(flags, "tag", "Set a tag on pictures.", (labels, ids, tag) => $"{labels.Tag(ids, tag):N0} of {ids.Count:N0} pictures are called '{tag}' now that were not."),
        Tagging(flags, "untag", "Take a tag from pictures. Names of folders stay.", (labels, ids, tag) => $"'{tag}' is taken from {labels.Untag(ids, tag):N0} of {ids.Count:N0} pictures."),
        Judging(flags, "alike", "Say that two pictures are alike.", (verdicts, first, second) => verdicts.Give(new Verdict(first, second, Alike: true))),
        Judging(flags, "not-alike", "Say that two pictures are not alike.", (verdicts, first, second) => verdicts.Give(new Verdict(first, second, Alike: false))),
        Judging(flags, "forget", "Take back what was said of two pictures.", TakeBack),
        List(flags),
    };

    private static Command Tagging(
        SettingFlags flags, string name, string description, Func<LabelStore, IReadOnlyCollection<long>, string, string> change)
    {
        var tag = new Argument<string>("TAG") { Description = "One to 60 letters." };
        var paths = new Argument<string[]>("PATH") { Description = "Files or folders of the library.", Arity = ArgumentArity.OneOrMore };
        var command = new Command(name, description) { tag, paths };
        command.SetAction(call =>
        {
            var clean = UsageException.Read(() => LabelStore.Clean(call.GetRequiredValue(tag)));
            using var services = flags.ServicesOfLibrary(call);
            var pictures = services.GetRequiredService<PictureStore>();
            var ids = new HashSet<long>();
            foreach (var path in call.GetRequiredValue(paths))
            {
                var below = pictures.IdsBelow(Path.GetFullPath(path));
                if (below.Count == 0) throw new FileNotFoundException($"The library has no picture at or below '{path}'. Import it first.", path);
                ids.UnionWith(below);
            }

            Console.WriteLine(change(services.GetRequiredService<LabelStore>(), ids, clean));
        });
        return command;
    }

    private static Command Judging(SettingFlags flags, string name, string description, Action<VerdictStore, long, long> judge)
    {
        var first = new Argument<long>("ID") { Description = "The number of a picture of the library." };
        var second = new Argument<long>("OTHER") { Description = "The number of another." };
        var command = new Command(name, description) { first, second };
        command.SetAction(call =>
        {
            if (call.GetValue(first) == call.GetValue(second))
                throw new UsageException($"'{name}' takes two pictures; got {call.GetValue(first)} twice.");
            using var services = flags.ServicesOfLibrary(call);
            judge(services.GetRequiredService<VerdictStore>(), call.GetValue(first), call.GetValue(second));
        });
        return command;
    }

    private static void TakeBack(VerdictStore verdicts, long first, long second)
    {
        if (!verdicts.TakeBack(first, second)) throw new InvalidOperationException($"Nothing was said of the pictures {first} and {second}.");
    }

    private static Command List(SettingFlags flags)
    {
        var json = Output.JsonFlag("Print one JSON object, each verdict in it.");
        var command = new Command("list", "List all labels, and count the verdicts.") { json };
        command.SetAction(call =>
        {
            using var services = flags.ServicesOfLibrary(call);
            var labels = services.GetRequiredService<LabelStore>().All();
            if (call.GetValue(json))
            {
                Output.PrintJson(new { Labels = labels, Verdicts = services.GetRequiredService<VerdictStore>().Newest(int.MaxValue) });
                return;
            }

            var table = new Table().AddColumn("label").AddColumn(new TableColumn("pictures").RightAligned());
            foreach (var label in labels) table.AddRow(Markup.Escape(Output.OneLine(label.Label)), $"{label.Pictures:N0}");
            AnsiConsole.Write(table);
            Console.WriteLine($"{services.GetRequiredService<VerdictStore>().Count():N0} verdicts on pairs of pictures.");
        });
        return command;
    }
}
