using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>Shows a training on the terminal: a bar where there is one, else a line a minute.</summary>
internal static class TrainingBar
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>What is to be seen: a stage, how much of it is done, 0 to 1, and a line about it.</summary>
    private readonly record struct Shown(string Stage, double Share, string Line);

    /// <param name="train">Does it, and tells of it.</param>
    /// <param name="lineEvery">How long there is no new line of one stage, where there is no bar. Default: a minute.</param>
    public static T Show<T>(Func<IProgress<TrainingProgress>, T> train, TimeSpan? lineEvery = null)
    {
        T Run(Action<Shown> show) => train(new Telling<TrainingProgress>(at => show(new(at.Phase, ShareOf(at.Step, at.Steps), Describe(at)))));
        if (!CommandLine.ForPeople.Profile.Capabilities.Interactive) return Run(Lines(lineEvery ?? Minute));
        return Columns().Start(context => Run(Bar(context)));
    }

    /// <summary>The same for a training of the library.</summary>
    public static async Task ShowAsync(Func<Action<TrainState>, Task> train)
    {
        Task Run(Action<Shown> show) => train(state => show(new(NameOf(state.Stage), ShareOf(state), Describe(state))));
        if (!CommandLine.ForPeople.Profile.Capabilities.Interactive) await Run(Lines(Minute));
        else await Columns().StartAsync(context => Run(Bar(context)));
    }

    private static double ShareOf(int step, int steps) => (double)step / Math.Max(1, steps);

    private static double ShareOf(TrainState state) => state.Stage switch
    {
        TrainStage.Learning => ShareOf(state.Step, state.Steps),
        TrainStage.Done => 1,
        _ => state.Share ?? 0,
    };

    private static Progress Columns() => CommandLine.ForPeople.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn());

    private static string Describe(TrainingProgress at) => string.Join("  ", new[]
    {
        at.Steps > 0 ? $"{at.Phase} {at.Step:N0}/{at.Steps:N0}" : at.Phase,
        Losses(at.Losses),
        at.PicturesPerSecond > 0 ? $"{at.PicturesPerSecond:0} pictures/s" : "",
        at is { Step: > 0, Steps: > 0 } && (at.Left > TimeSpan.Zero || at.PicturesPerSecond > 0) ? $"{Output.Clock(at.Left)} left" : "",
    }.Where(part => part != ""));

    private static string Describe(TrainState at) => at.Stage == TrainStage.Learning
        ? $"{NameOf(at.Stage)} {at.Step:N0}/{at.Steps:N0}  {Losses(at.Losses)}  {Output.Clock(TimeSpan.FromSeconds(at.SecondsLeft ?? 0))} left{(at.Curve.Count > 0 ? $"  alike of the 10 nearest {at.Curve[^1].PrecisionAt10:P1}" : "")}"
        : $"{NameOf(at.Stage)}{(at.Share is { } share ? $" {share:P0}" : "")}";

    private static string NameOf(TrainStage stage) => $"{stage}".ToLowerInvariant();

    private static string Losses(IReadOnlyDictionary<string, double> losses) =>
        string.Join("  ", losses.Select(loss => $"{loss.Key} {loss.Value:0.000}"));

    private static Action<Shown> Bar(ProgressContext context)
    {
        var task = context.AddTask("training", maxValue: 1);
        return shown => (task.Value, task.Description) = (shown.Share, Markup.Escape(shown.Line));
    }

    private static Action<Shown> Lines(TimeSpan every)
    {
        var (stage, said) = ("", 0L);
        return shown =>
        {
            if (shown.Stage == stage && shown.Share < 1 && System.Diagnostics.Stopwatch.GetElapsedTime(said) < every) return;
            (stage, said) = (shown.Stage, System.Diagnostics.Stopwatch.GetTimestamp());
            CommandLine.ForPeople.WriteLine(shown.Line);
        };
    }
}
