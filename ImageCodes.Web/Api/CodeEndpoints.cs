using System.ComponentModel;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageCodes.Web.Api;

/// <summary>The space of codes, and what the decoder draws of a code, whether a picture has it or not.</summary>
internal static class CodeEndpoints
{
    private const int MaxSteps = 33;
    private const int MaxReach = 16;
    private const string Version =
        "The model's that made the code: a browser may keep the picture for good, and where another model is in use the answer is 409.";

    public static void MapCodes(this RouteGroupBuilder api)
    {
        api.MapGet("/codes/space", (CodeSpace space) => space.Report()).WithSummary("How the library's codes lie in the space of all codes.");
        api.MapGet("/codes/{code}/picture", Picture)
            .WithSummary("A WebP of what the decoder draws of a code (hexadecimal).").Produces<Stream>(StatusCodes.Status200OK, "image/webp");
        api.MapGet("/codes/{code}/strip", Strip).WithSummary("A WebP of what the decoder draws as one unit goes from -1 to +1, "
            + "or so many times as far: so many pictures in a row.").Produces<Stream>(StatusCodes.Status200OK, "image/webp");
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> Picture(
        LiveModel model, HttpResponse response, string code, [Description(Version)] string? version = null) =>
        Drawn(model, response, code, version, signs => [signs]);

    private static Results<FileContentHttpResult, ProblemHttpResult> Strip(
        LiveModel model, HttpResponse response, string code, [Description("The bit, from 0.")] int unit,
        [Description("Pictures in the row, 2 to 33.")] int steps = 9,
        [Description("How far to each side, 1 to 16.")] int reach = 1, [Description(Version)] string? version = null)
    {
        if (reach is < 1 or > MaxReach) throw new ArgumentException($"reach is 1 to {MaxReach}; got {reach}.");
        return Drawn(model, response, code, version, signs =>
        {
            if (unit < 0 || unit >= signs.Length) throw new ArgumentException($"unit is 0 to {signs.Length - 1}; got {unit}.");
            return Steps(steps).Select(share =>
            {
                var activations = (float[])signs.Clone();
                activations[unit] = reach * (2 * share - 1);
                return activations;
            });
        });
    }

    private static IEnumerable<float> Steps(int steps) => steps is >= 2 and <= MaxSteps
        ? Enumerable.Range(0, steps).Select(step => (float)step / (steps - 1))
        : throw new ArgumentException($"steps is 2 to {MaxSteps}; got {steps}.");

    private static Results<FileContentHttpResult, ProblemHttpResult> Drawn(
        LiveModel model, HttpResponse response, string text, string? version, Func<float[], IEnumerable<float[]>> activations)
    {
        var encoder = model.Current.Encoder;   // once: another may come into use
        if (version is not null && version != encoder.Version)
            return Problems.Conflict($"The code is of the model {version}; {encoder.Version} is in use, and would draw something else.");
        var code = BinaryCode.Parse(text);
        if (code.Bits != encoder.Bits) throw new ArgumentException($"The model's codes have {encoder.Bits} bits; the code has {code.Bits}.");
        var pictures = encoder.Decode([.. activations(code.ToSigns())]);
        // By a model of this version a code is always drawn the same.
        response.Headers.CacheControl = version is null ? "no-cache" : "private, max-age=31536000, immutable";
        return TypedResults.File(PictureSheet.Write(pictures, pictures.Count), "image/webp");
    }
}
