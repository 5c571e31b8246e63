using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>Shows a training on the terminal: a bar where there is one, else a line a minute.</summary>
internal static class TrainingBar
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(60);

    public static T Show<T>(Func<IProgress<TrainingProgress>, T> train)
    {
        T Run(Action<int, int, string> show) => train(new Telling<TrainingProgress>(at => show(at.Step, at.Steps, Describe(at))));
        if (!CommandLine.ForPeople.Profile.Capabilities.Interactive) return Run(Lines());
        return Columns().Start(context => Run(Bar(context)));
    }

    /// <summary>The same for a training of the library.</summary>
    public static async Task ShowAsync(Func<Action<TrainState>, Task> train)
    {
        Task Run(Action<int, int, string> show) => train(state => show(state.Step, state.Steps, Describe(state)));
        if (!CommandLine.ForPeople.Profile.Capabilities.Interactive) await Run(Lines());
        else await Columns().StartAsync(context => Run(Bar(context)));
    }

    private static Progress Columns() => CommandLine.ForPeople.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn());

    private static string Describe(TrainingProgress at) =>
        $"{at.Phase} {at.Step:N0}/{at.Steps:N0}  {Losses(at.Losses)}  {at.PicturesPerSecond:0} pictures/s  {at.Left:hh\\:mm\\:ss} left";

    private static string Describe(TrainState at) => at.Stage == "learning"
        ? $"{at.Stage} {at.Step:N0}/{at.Steps:N0}  {Losses(at.Losses)}  {TimeSpan.FromSeconds(at.SecondsLeft ?? 0):hh\\:mm\\:ss} left{(at.Curve.Count > 0 ? $"  alike of the 10 nearest {at.Curve[^1].PrecisionAt10:P1}" : "")}"
        : at.Stage;

    private static string Losses(IReadOnlyDictionary<string, double> losses) => string.Join("  ", losses.Select(loss => $"{loss.Key} {loss.Value:0.000}"));

    private static Action<int, int, string> Bar(ProgressContext context)
    {
        var task = context.AddTask("training");
        return (step, steps, description) =>
        {
            (task.MaxValue, task.Value) = (Math.Max(1, steps), step);
            task.Description = Markup.Escape(description);
        };
    }

    private static Action<int, int, string> Lines()
    {
        var last = 0L;
        return (step, steps, description) =>
        {
            if (last != 0 && System.Diagnostics.Stopwatch.GetElapsedTime(last) < LineEvery && step < steps) return;
            last = System.Diagnostics.Stopwatch.GetTimestamp();
            CommandLine.ForPeople.WriteLine(description);
        };
    }
}
