using ImageCodes.Model.Ingestion;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>Shows an import on the terminal: bar, rate, time left. Silent where standard error is no terminal.</summary>
internal static class ImportBar
{
    public static Task<ImportReport> ShowAsync(Func<IProgress<ImportProgress>?, Task<ImportReport>> import)
    {
        if (!CommandLine.ForPeople.Profile.Capabilities.Interactive) return import(null);
        return CommandLine.ForPeople.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context => import(new Bar(context.AddTask("counting files"))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            (task.MaxValue, task.Value, task.IsIndeterminate) = (value.Total ?? 1, value.Total is null ? 0 : value.Done, value.Total is null);
            task.Description = $"{value.Done:N0} files, {value.Report.Failed:N0} failed, "
                + $"{value.Rate:0} a second{(value.Left is { } left ? $", {Output.Clock(left)} left" : "")}";
        }
    }
}
