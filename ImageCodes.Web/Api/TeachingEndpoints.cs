using System.ComponentModel;
using ImageCodes.Model.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageCodes.Web.Api;

/// <summary>What people say of pictures, and trainings learn from: tags, and verdicts on pairs.</summary>
internal static class TeachingEndpoints
{
    private const int MostVerdicts = 10_000;

    /// <summary>A tag for many pictures.</summary>
    public sealed record Tagging(string Tag, IReadOnlyList<long> Pictures);

    /// <summary>What someone says of two pictures.</summary>
    public sealed record Judgement(long FirstId, long SecondId, bool? Alike);

    /// <summary>How many pictures changed.</summary>
    public sealed record Tagged(int Changed);

    public static void MapTeaching(this RouteGroupBuilder api)
    {
        api.MapGet("/labels", (LabelStore labels) => labels.All())
            .WithSummary("All labels, names of folders and tags, with how many pictures have each.");
        api.MapGet("/pictures/{id:long}/labels", (LabelStore labels, PictureStore pictures, long id) => Of(pictures, id, labels.Of))
            .WithSummary("What a picture is called.");
        api.MapPost("/tags", (LabelStore labels, Tagging tagging) => new Tagged(labels.Tag(tagging.Pictures ?? [], tagging.Tag ?? "")))
            .WithSummary("Sets a tag on pictures.");
        api.MapPost("/tags/remove", (LabelStore labels, Tagging tagging) => new Tagged(labels.Untag(tagging.Pictures ?? [], tagging.Tag ?? "")))
            .WithSummary("Takes a tag from pictures. Names of folders stay.");
        api.MapGet("/pictures/{id:long}/verdicts", (VerdictStore verdicts, PictureStore pictures, long id) => Of(pictures, id, verdicts.Of))
            .WithSummary("The pictures that were called alike (true) or not alike (false) to this one.");
        api.MapGet("/verdicts", Newest).WithSummary("What was said of pairs of pictures, the last first.");
        api.MapPut("/verdicts", Give).WithSummary("Says of two pictures whether they are alike; a later verdict replaces an earlier one.");
        api.MapDelete("/verdicts", TakeBack).WithSummary("Takes back the verdict on two pictures.");
    }

    private static Results<Ok<T>, ProblemHttpResult> Of<T>(PictureStore pictures, long id, Func<long, T> said) => pictures.Find(id) is null
        ? Problems.NotFound($"The library has no picture {id}.")
        : TypedResults.Ok(said(id));

    private static IReadOnlyList<Verdict> Newest(VerdictStore verdicts, [Description("How many at most, 1 to 10,000.")] int limit = 100) =>
        limit is >= 1 and <= MostVerdicts ? verdicts.Newest(limit) : throw new ArgumentException($"limit is 1 to {MostVerdicts:N0}; got {limit}.");

    private static NoContent Give(VerdictStore verdicts, Judgement judgement)
    {
        verdicts.Give(new(judgement.FirstId, judgement.SecondId, judgement.Alike ?? throw new ArgumentException("'alike' is true or false; it is missing.")));
        return TypedResults.NoContent();
    }

    private static Results<NoContent, ProblemHttpResult> TakeBack(
        VerdictStore verdicts, [Description("A picture.")] long firstId, [Description("Another picture.")] long secondId) =>
        verdicts.TakeBack(firstId, secondId)
            ? TypedResults.NoContent()
            : Problems.NotFound($"There is no verdict on the pictures {firstId} and {secondId}.");
}
