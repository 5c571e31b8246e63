using ImageCodes.Model.Experiments;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Access;
using ImageCodes.Web.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageCodes.Web.Api;

/// <summary>Figures of the literature, computed here.</summary>
internal static class ExperimentEndpoints
{
    /// <summary>An experiment, with what a full and what a quick run last found; null where there was none.</summary>
    public sealed record ExperimentAnswer(string Name, string Summary, ExperimentResult? Result, ExperimentResult? QuickResult);

    public static void MapExperiments(this RouteGroupBuilder api)
    {
        api.MapGet("/experiments", All).WithSummary("All experiments, with what a full and a quick run of each last found.");
        api.MapGet("/experiments/{name}/pictures/{file}", Picture).WithSummary("A picture that an experiment wrote.");
        api.MapPost("/experiments/{name}", Run).WithSummary("Begins an experiment on the data sets in a folder of the server.");
        api.MapJobs("/experiments/jobs", ExperimentJob.Kind, "run of an experiment", ExperimentJob.Of);
    }

    private static IEnumerable<ExperimentAnswer> All(LibraryDatabase database)
    {
        var work = ExperimentHandler.FolderOf(database);
        return ExperimentCatalogue.All.Select(experiment => new ExperimentAnswer(
            experiment.Name, experiment.Summary, ExperimentResult.Find(work, experiment.Name, quick: false),
            ExperimentResult.Find(work, experiment.Name, quick: true)));
    }

    private static Results<Accepted<ExperimentJob>, ProblemHttpResult> Run(
        JobQueue jobs, ImportRoots roots, string name, string data, bool quick = false)
    {
        if (ExperimentCatalogue.All.All(experiment => experiment.Name != name))
            return Problems.NotFound($"There is no experiment '{name}'; GET /api/experiments lists them.");
        if (roots.RefuseData(data) is { } refused) throw new ArgumentException(refused);
        var job = ExperimentJob.Of(jobs.EnqueueOnce(ExperimentJob.Kind, new ExperimentRequest(name, data, quick)));
        return TypedResults.Accepted($"/api/experiments/jobs/{job.Id}", job);
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Picture(
        LibraryDatabase database, HttpResponse response, string name, string file)
    {
        // Only what is listed is given, so that no name leads elsewhere.
        var work = ExperimentHandler.FolderOf(database);
        var found = ExperimentPictures.Of(work, name, quick: false).Concat(ExperimentPictures.Of(work, name, quick: true))
            .FirstOrDefault(path => Path.GetFileName(path) == file);
        if (found is null) return Problems.NotFound($"The experiment {name} has no picture '{file}'.");
        response.Headers.CacheControl = "no-cache";   // the next run draws another one
        return TypedResults.PhysicalFile(found, ExperimentPictures.MediaTypeOf(found));
    }
}
