using ImageCodes.Web.Search;

namespace ImageCodes.Web.Api;

internal static class StatusEndpoints
{
    public static void MapStatus(this RouteGroupBuilder api)
    {
        api.MapGet("/health", () => TypedResults.Ok(new { Status = "healthy" }))
            .WithSummary("Whether the server answers.").AllowAnonymous();
        api.MapGet("/status", (LibraryStatus status) => status.Read())
            .WithSummary("What the library holds, by which model, at what cost.");
    }
}
