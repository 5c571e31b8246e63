using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageCodes.Web.Api;

/// <summary>What most requests that cannot be met are answered with.</summary>
internal static class Problems
{
    /// <summary>There is no such thing.</summary>
    public static ProblemHttpResult NotFound(string sentence) => TypedResults.Problem(sentence, statusCode: StatusCodes.Status404NotFound);

    /// <summary>It cannot be done as things are now.</summary>
    public static ProblemHttpResult Conflict(string sentence) => TypedResults.Problem(sentence, statusCode: StatusCodes.Status409Conflict);
}
