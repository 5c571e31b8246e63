using System.Text.Json;
using ImageCodes.Model.Files;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary>The training of the <i>Models</i> page in the shell: learns from the library's pictures, and adds the model to it.</summary>
internal sealed class LibraryTraining(JobStore jobs, TrainHandler handler, TrainingFolders folders, ModelStore models, LiveModel live)
{
    // A kind of its own: a server on the same library does not run it.
    private const string Kind = TrainJob.Kind + "-in-shell";

    /// <summary>Trains to the end; the same request goes on with what an earlier call left undone.</summary>
    /// <param name="request">What to learn; without a model to begin with, it begins with the one in use.</param>
    /// <param name="json">Whether to print one JSON object instead of a table.</param>
    /// <param name="cancel">Stops with a checkpoint.</param>
    public async Task RunAsync(TrainRequest request, bool json, CancellationToken cancel)
    {
        // One at a time, as a server does: another call would go on with the training that runs.
        using var alone = FolderLock.Take(folders.Root);
        var asked = JsonSerializer.Serialize(request, JsonSerializerOptions.Web);
        var begun = jobs.Newest(Kind, limit: 100).FirstOrDefault(known => known.State != JobState.Completed && Normalised(known) == asked);
        if (begun is not null)
            CommandLine.ForPeople.MarkupLineInterpolated(
                $"Going on with training {begun.Id}, begun {begun.Created:yyyy-MM-dd HH:mm} UTC; if it has learned something, from the pictures that it chose then. For a new one, give another --name.");
        var job = begun ?? jobs.Create(Kind, asked);
        var state = TrainJob.Of(job).Progress;
        try
        {
            await TrainingBar.ShowAsync(report => handler.RunAsync(job, progress =>
            {
                state = (TrainState)progress;
                jobs.Report(job.Id, JsonSerializer.Serialize(state, JsonSerializerOptions.Web));
                report(state);
            }, cancel));
            jobs.Move(job.Id, [job.State], JobState.Completed);
        }
        catch (OperationCanceledException)
        {
            jobs.Move(job.Id, [job.State], JobState.Paused);
            throw;
        }
        catch (Exception failure)
        {
            jobs.Move(job.Id, [job.State], JobState.Failed, failure.Message);
            throw;
        }

        Print(models.Find(state!.ModelId!.Value)!, state, json);
    }

    /// <summary>The request of a job as it would be written today: an earlier version of the program may have asked for less.</summary>
    private static string Normalised(Job job) => JsonSerializer.Serialize(job.RequestAs<TrainRequest>(), JsonSerializerOptions.Web);

    /// <summary>
    /// The number of the model to begin with: that of a model of the library, or of a file, which is added to it; null for random weights.
    /// </summary>
    /// <param name="given">A number, a file, "random", or null for the model in use.</param>
    public long? StartOf(string? given) => given switch
    {
        null => live.Current.Id,
        "random" => null,
        _ when long.TryParse(given, out var id) => models.Refuse(id) is { } reason ? throw new InvalidOperationException($"{reason} 'imagecodes models' lists what is there.") : id,
        _ => models.Import(given).Id,
    };

    private static void Print(KnownModel model, TrainState state, bool json)
    {
        if (json)
        {
            Output.PrintJson(new { model.Id, model.Version, state.Before, state.After });
            return;
        }

        var table = new Table().AddColumns("on held-out pictures", "model in use", Markup.Escape(Output.OneLine(model.Card.Name)));
        foreach (var (name, value) in state.After ?? new Dictionary<string, double>())
            table.AddRow(name, state.Before?.TryGetValue(name, out var before) == true ? $"{before:0.000}" : "–", $"{value:0.000}");
        AnsiConsole.Write(table);
        Console.WriteLine($"{model.Version} is model {model.Id} of the library. To use it: imagecodes models use {model.Id}");
    }
}
