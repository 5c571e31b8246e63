using ImageCodes.Model.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageCodes.Web.Api;

internal static class StatusEndpoints
{
    public static void MapStatus(this RouteGroupBuilder api)
    {
        api.MapGet("/health", Health).WithSummary("Whether the server answers, and can read its library.").AllowAnonymous();
        api.MapGet("/status", (LibraryStatus status) => status.Read())
            .WithSummary("What the library holds, by which model, at what cost.");
    }

    /// <summary>That all is well.</summary>
    public sealed record Healthy(string Status = "healthy");

    // Whoever asks need not be signed in: where the library is, and what is wrong with it, is not for them.
    private static Results<Ok<Healthy>, ProblemHttpResult> Health(LibraryDatabase library) =>
        library.Fault() is null ? TypedResults.Ok(new Healthy()) : TypedResults.Problem("The library cannot be read.", statusCode: StatusCodes.Status503ServiceUnavailable);
}
