using Microsoft.Net.Http.Headers;

namespace ImageCodes.Web.Access;

/// <summary>
/// Refuses requests that change something and come from another site's page, and, while no password is set, requests for a
/// host that is not this machine (a page elsewhere can point its own name here). What the API gives, pages of other sites may not use
/// either: where no password is asked, they could tell what is in the library, and have it decoded. Programs send no such headers and pass.
/// </summary>
internal sealed class SameOriginGuard(RequestDelegate next, AccessOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (options.Password is null && !LocalHost.Is(request.Host.Host))
            return Refuse(context, $"This server answers to localhost; the request was for '{request.Host.Host}'.");

        // WebSockets are opened by GET, and carry whole circuits.
        var reads = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !context.WebSockets.IsWebSocketRequest && !request.Path.StartsWithSegments("/_blazor");
        var origin = request.Headers[HeaderNames.Origin].ToString();
        var own = request.Host.ToUriComponent();   // in Punycode, as browsers send names in other letters
        var isForeign = origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(own, StringComparison.OrdinalIgnoreCase));
        if (isForeign && !reads) return Refuse(context, $"A page of '{origin}' may not change this library.");
        if (request.Path.StartsWithSegments("/api"))
        {
            var isFollowedLink = request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";
            if (request.Headers["Sec-Fetch-Site"] == "cross-site" && !isFollowedLink)
                return Refuse(context, "A page of another site may not use this library.");
            context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-site";
            context.Response.Headers.XContentTypeOptions = "nosniff";
        }

        return next(context);
    }

    private static Task Refuse(HttpContext context, string reason)
    {
        if (context.Request.IsForProgram()) return TypedResults.Problem(reason, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync(reason);
    }
}
