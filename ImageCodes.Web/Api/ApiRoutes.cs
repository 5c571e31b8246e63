using ImageCodes.Model.Imaging;
using ImageCodes.Web.Access;
using Microsoft.AspNetCore.Http.Features;

namespace ImageCodes.Web.Api;

/// <summary>Everything under /api, described by OpenAPI at /api/openapi.json.</summary>
internal static class ApiRoutes
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "ImageCodes";
            document.Info.Description = "Pictures that look alike, found by compact binary codes.";
            return Task.CompletedTask;
        }));
        // A form may be as long as a picture, and a little more for its own words.
        services.AddOptions<FormOptions>().Configure<ImagingOptions>((form, limits) => form.MultipartBodyLengthLimit = limits.MaxBytes + 65_536);
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase)));
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/api/openapi.json");
        var api = app.MapGroup("/api").AddEndpointFilter(SentencesAsProblems).DisableAntiforgery();
        api.MapStatus();
        api.MapSearch();
        api.MapPictures();
        api.MapImports();
        api.MapUploads();
        api.MapFallback((HttpContext context) => TypedResults.Problem($"There is nothing at {context.Request.Method} {context.Request.Path}; /api/openapi.json lists what there is.", statusCode: StatusCodes.Status404NotFound))
            .ExcludeFromDescription();
    }

    /// <summary>Failures whose message is a sentence for the caller become problem details with that sentence.</summary>
    private static async ValueTask<object?> SentencesAsProblems(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception failure) when (failure is UnreadablePictureException or FetchException)
        {
            return TypedResults.Problem(failure.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or BadHttpRequestException)
        {
            return TypedResults.Problem(failure.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
