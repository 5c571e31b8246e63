namespace ImageCodes.Web.Access;

/// <summary>Who asks: people get pages, programs a status and a problem description.</summary>
internal static class Askers
{
    /// <summary>Whether a program asks: of the API, or the script of a page, which keeps a connection open.</summary>
    public static bool IsForProgram(this HttpRequest request) =>
        request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/_blazor");
}
