using ImageCodes.Model.Training;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>Shows a training on the terminal: a bar where there is one, else a line a minute.</summary>
internal static class TrainingBar
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(60);

    public static T Show<T>(Func<IProgress<TrainingProgress>, T> train)
    {
        if (!CommandLine.ForPeople.Profile.Capabilities.Interactive) return train(new Lines());
        return CommandLine.ForPeople.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context => train(new Bar(context.AddTask("training"))));
    }

    private static string Describe(TrainingProgress at) =>
        $"{at.Phase} {at.Step:N0}/{at.Steps:N0}  {string.Join("  ", at.Losses.Select(loss => $"{loss.Key} {loss.Value:0.000}"))}  {at.PicturesPerSecond:0} pictures/s  {at.Left:hh\\:mm\\:ss} left";

    private sealed class Bar(ProgressTask task) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            (task.MaxValue, task.Value) = (value.Steps, value.Step);
            task.Description = Describe(value);
        }
    }

    private sealed class Lines : IProgress<TrainingProgress>
    {
        private long _last;

        public void Report(TrainingProgress value)
        {
            if (_last != 0 && System.Diagnostics.Stopwatch.GetElapsedTime(_last) < LineEvery && value.Step < value.Steps) return;
            _last = System.Diagnostics.Stopwatch.GetTimestamp();
            CommandLine.ForPeople.WriteLine(Describe(value));
        }
    }
}
