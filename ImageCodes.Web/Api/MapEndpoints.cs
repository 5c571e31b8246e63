using ImageCodes.Model.Mapping;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Maps;
using ImageCodes.Web.Models;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageCodes.Web.Api;

/// <summary>The map of the live model's codes.</summary>
internal static class MapEndpoints
{
    /// <summary>Where pictures lie; of All in the library, so many as there are points.</summary>
    public sealed record MapAnswer(string Model, long Layout, DateTime Made, int All, IReadOnlyList<MapPoint> Points);

    public static void MapMap(this RouteGroupBuilder api)
    {
        api.MapGet("/map", Map).WithSummary("Where pictures lie on the map, each side of which goes from -1 to 1.");
        api.MapPost("/map", Make)
            .WithSummary("Begins to lay the map out, where there is none or anew is true; otherwise to add the pictures that it lacks.");
        api.MapJobs("/map/jobs", MapJob.Kind, "work on the map", MapJob.Of);
    }

    private static Results<Ok<MapAnswer>, ProblemHttpResult> Map(CodeMap maps, LiveModel live)
    {
        var model = live.Current;
        return maps.Find(model) is { } map
            ? TypedResults.Ok(new MapAnswer(model.Encoder.Version, map.Stored.Layout, map.Stored.Made, model.Index.Newest().Count, map.Points))
            : Problems.NotFound("The map is not laid out yet: POST /api/map.");
    }

    private static Accepted<MapJob> Make(JobQueue jobs, bool anew = false)
    {
        var job = MapJob.Of(jobs.EnqueueOnce(MapJob.Kind, new MapRequest(anew)));
        return TypedResults.Accepted($"/api/map/jobs/{job.Id}", job);
    }
}
