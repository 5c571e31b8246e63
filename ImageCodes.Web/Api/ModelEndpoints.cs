using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageCodes.Web.Api;

/// <summary>The model versions of the library.</summary>
internal static class ModelEndpoints
{
    /// <summary>A model as scripts read it.</summary>
    public sealed record ModelAnswer(
        long Id, string Name, string Version, int Bits, bool InUse, bool Usable, int Codes, IReadOnlyDictionary<string, double> Figures);

    public static void MapModels(this RouteGroupBuilder api)
    {
        api.MapGet("/models", (ModelStore models, LiveModel live) => models.All().Select(model => Answer(model, live)))
            .WithSummary("The model versions of the library, the newest first.");
        api.MapPost("/models", AddAsync).WithSummary("Adds a model file (multipart/form-data, field file).")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestFormLimitsAttribute { MultipartBodyLengthLimit = ModelUpload.MostBytes },
                new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(ModelUpload.MostBytes));
        api.MapGet("/models/{id:long}/file", File)
            .WithSummary("A model's file.").Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream");
        api.MapPost("/models/{id:long}/use", Use).WithSummary("Begins to make a model's codes of every picture; then it is used.");
        api.MapJobs("/models/changes", ModelJob.Kind, "change of model", ModelJob.Of);
        api.MapPost("/models/back", Back).WithSummary("Goes back to the model that was used before the last choice.");
        api.MapDelete("/models/{id:long}", Remove).WithSummary("Forgets a model that is not in use: its codes, and the library's copy of its file.");
    }

    private static ModelAnswer Answer(KnownModel model, LiveModel live) =>
        new(model.Id, model.Card.Name, model.Version, model.Bits, model.Id == live.Current.Id, model.IsUsable, model.Codes, model.Card.Metrics);

    private static async Task<Results<Ok<ModelAnswer>, ProblemHttpResult>> AddAsync(
        ModelUpload uploads, LiveModel live, IFormFile file, CancellationToken cancel)
    {
        try
        {
            await using var content = file.OpenReadStream();
            return TypedResults.Ok(Answer(await uploads.AddAsync(content, file.FileName, cancel), live));
        }
        catch (InvalidDataException failure)
        {
            return TypedResults.Problem(failure.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> File(ModelStore models, HttpResponse response, long id)
    {
        if (models.Find(id) is not { } model) return Missing(id);
        if (model.Refuse() is { } reason) return Problems.Conflict(reason);
        response.Headers.CacheControl = "no-cache";   // the number is another model's in another library
        return TypedResults.PhysicalFile(model.Path, "application/octet-stream", $"{model.Card.Name}.safetensors", enableRangeProcessing: true);
    }

    private static Results<Accepted<ModelJob>, ProblemHttpResult> Use(ModelStore models, ModelChanges changes, long id)
    {
        if (models.Find(id) is not { } model) return Missing(id);
        return UnlessRefused(() =>
        {
            var job = changes.Begin(model);
            return TypedResults.Accepted($"/api/models/changes/{job.Id}", job);
        });
    }

    private static Results<Ok<ModelAnswer>, ProblemHttpResult> Back(ModelStore models, LiveModel live) => UnlessRefused(() =>
    {
        live.GoBack();
        return TypedResults.Ok(Answer(models.Find(live.Current.Id)!, live));
    });

    private static Results<NoContent, ProblemHttpResult> Remove(ModelStore models, ModelChanges changes, long id)
    {
        if (models.Find(id) is not { } model) return Missing(id);
        return UnlessRefused(() =>
        {
            changes.Remove(model);
            return TypedResults.NoContent();
        });
    }

    private static ProblemHttpResult Missing(long id) => Problems.NotFound($"The library has no model {id}.");

    private static Results<T, ProblemHttpResult> UnlessRefused<T>(Func<T> change)
        where T : IResult
    {
        try
        {
            return change();
        }
        catch (InvalidOperationException refused)
        {
            return Problems.Conflict(refused.Message);
        }
    }
}
