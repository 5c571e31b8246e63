using ImageCodes.Model.Imaging;
using ImageCodes.Web.Access;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace ImageCodes.Web.Api;

/// <summary>Everything under /api, described by OpenAPI at /api/openapi.json.</summary>
internal static class ApiRoutes
{
    private const string TooLong = "The request is longer than the server takes.";

    public static void AddApi(this IServiceCollection services)
    {
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "ImageCodes";
            document.Info.Version = LibraryStatus.ProgramVersion;
            document.Info.Description = "Pictures that look alike, found by compact binary codes. "
                + "What is refused is answered by problem details whose detail is a sentence.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [ApiKeyHandler.Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = ApiKeyHandler.Header,
                    Description = "The server's key, where it has a password.",
                },
            };
            // Or none, where the server has no password.
            document.Security = [new() { [new OpenApiSecuritySchemeReference(ApiKeyHandler.Scheme, document)] = [] }, new()];
            return Task.CompletedTask;
        }).AddOperationTransformer(async (operation, context, cancel) =>
        {
            operation.Responses ??= [];
            operation.Responses["default"] = new OpenApiResponse
            {
                Description = "Refused, or failed: the detail is a sentence.",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), cancellationToken: cancel) },
                },
            };
        }));
        services.AddOptions<FormOptions>().Configure<ImagingOptions>((form, limits) => form.MultipartBodyLengthLimit = LongestForm(limits));
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context => context.ProblemDetails.Detail ??= Sentence(context.HttpContext));
        // A parameter that cannot be read is said as a sentence, and is the caller's mistake.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<ExceptionHandlerOptions>(handler =>
        {
            handler.StatusCodeSelector = failure => failure switch
            {
                _ when OfTooLongForm(failure) is not null => StatusCodes.Status413PayloadTooLarge,
                BadHttpRequestException wrong => wrong.StatusCode,
                _ => StatusCodes.Status500InternalServerError,
            };
            handler.SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException;
        });
        services.ConfigureHttpJsonOptions(
            json => json.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase)));
    }

    /// <summary>A form may be as long as a picture, and a little more for its own words.</summary>
    public static long LongestForm(ImagingOptions limits) => limits.MaxBytes + 65_536;

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/api/openapi.json");
        var api = app.MapGroup("/api").AddEndpointFilter(SentencesAsProblems).DisableAntiforgery();
        api.MapStatus();
        api.MapSearch();
        api.MapPictures();
        api.MapCodes();
        api.MapMap();
        api.MapImports();
        api.MapModels();
        api.MapTeaching();
        api.MapTrainings();
        api.MapExperiments();
        api.MapUploads();
    }

    /// <summary>
    /// A form that is too long comes as one that cannot be read. What is said of it names the limit; null for any other failure.
    /// </summary>
    private static string? OfTooLongForm(Exception failure) =>
        failure is BadHttpRequestException { InnerException: InvalidDataException { Message: var said } } && said.StartsWith("Multipart body length limit", StringComparison.Ordinal) ? said : null;

    /// <summary>For failures that come with a status alone.</summary>
    private static string? Sentence(HttpContext context) => context.Response.StatusCode switch
    {
        _ when context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException wrong => OfTooLongForm(wrong) is { } said ? $"{TooLong} {said}" : wrong.Message,
        StatusCodes.Status400BadRequest => "The request cannot be read; /api/openapi.json says what is taken.",
        StatusCodes.Status401Unauthorized => "Sign in, or send the server's key as x-api-key.",
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Method} {context.Request.Path}; /api/openapi.json lists what there is.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Path} does not take {context.Request.Method}; /api/openapi.json lists what there is.",
        StatusCodes.Status413PayloadTooLarge => context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } most ? $"{TooLong} It takes {most:N0} bytes." : TooLong,
        StatusCodes.Status415UnsupportedMediaType => $"The content type '{context.Request.ContentType}' is not taken here: "
            + "files are sent as multipart/form-data, the rest as application/json.",
        _ => null,
    };

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
            return TypedResults.Problem(PlainMessage.Of(failure), statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
