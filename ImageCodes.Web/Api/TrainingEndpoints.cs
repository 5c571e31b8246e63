using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageCodes.Web.Api;

/// <summary>Trainings on pictures of the library, as jobs.</summary>
internal static class TrainingEndpoints
{
    public static void MapTrainings(this RouteGroupBuilder api)
    {
        api.MapPost("/trainings", Begin).WithSummary("Begins to learn a model from pictures of the library.");
        api.MapJobs("/trainings", TrainJob.Kind, "training", TrainJob.Of);
    }

    private static Results<Accepted<TrainJob>, ProblemHttpResult> Begin(JobQueue jobs, ModelStore models, TrainRequest request)
    {
        if (request.Refuse() is { } reason) throw new ArgumentException(reason);
        if (request.StartModelId is { } start && models.Refuse(start) is { } wrong) throw new ArgumentException(wrong);
        var job = TrainJob.Of(jobs.EnqueueOnce(TrainJob.Kind, request with { Folders = request.Folders ?? [] }));
        return TypedResults.Accepted($"/api/trainings/{job.Id}", job);
    }
}
