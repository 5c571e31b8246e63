using ImageCodes.Model.Files;
using ImageCodes.Model.Samples.Scenes;
using SkiaSharp;

namespace ImageCodes.Model.Samples;

/// <summary>
/// Paints a small library to try the program with: a dozen kinds of scene, a folder each, with variation in colour, pose,
/// crop and noise. The same seed paints the same pictures.
/// </summary>
public static class SamplePainter
{
    public const int Width = 480;
    public const int Height = 360;

    private const int JpegQuality = 88;

    private static readonly IScene[] Scenes =
    [
        new Balloons(), new Boats(), new Butterflies(), new City(), new Desert(), new Fish(),
        new Flowers(), new Forest(), new Fruit(), new Letters(), new Mountains(), new Planets(),
    ];

    /// <summary>The kinds, in the order of their names.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Scenes.Select(scene => scene.Name)];

    /// <summary>
    /// Paints into a sub-folder of <paramref name="folder"/> for each kind; a picture that is there stays. Returns how many there are.
    /// </summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="perKind">Pictures of each kind. Default 40.</param>
    /// <param name="seed">Another seed paints other pictures. Default 1.</param>
    /// <param name="cancel">Stops between two pictures.</param>
    public static int Paint(string folder, int perKind = 40, int seed = 1, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perKind);
        var jobs = Scenes.SelectMany((scene, kind) => Enumerable.Range(0, perKind).Select(number => (scene, kind, number)));
        Parallel.ForEach(jobs, new ParallelOptions { CancellationToken = cancel }, job =>
        {
            var path = Path.Combine(folder, job.scene.Name, $"{job.scene.Name}-{job.number:000}.jpg");
            if (File.Exists(path)) return;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WholeFile.Write(path, PaintOne(job.scene, new Random(unchecked((seed * 100 + job.kind) * 100_000 + job.number))));
        });
        return Scenes.Length * perKind;
    }

    private static byte[] PaintOne(IScene scene, Random random)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        var canvas = surface.Canvas;
        canvas.Save();
        Reframe(canvas, random);
        scene.Paint(canvas, random);
        canvas.Restore();
        Grain(canvas, random);
        using var image = surface.Snapshot();
        using var jpeg = image.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        return jpeg.ToArray();
    }

    /// <summary>A closer crop, a slight turn, now and then mirrored: no two frames alike.</summary>
    private static void Reframe(SKCanvas canvas, Random random)
    {
        var zoom = random.Between(1.06f, 1.3f);
        canvas.Translate(Width / 2f, Height / 2f);
        canvas.RotateDegrees(random.Between(-2.5f, 2.5f));
        canvas.Scale(random.Chance(0.5) ? zoom : -zoom, zoom);
        canvas.Translate(-Width / 2f + random.Between(-14, 14), -Height / 2f + random.Between(-8, 8));
    }

    /// <summary>What a sensor adds: fine noise, and darker corners.</summary>
    private static void Grain(SKCanvas canvas, Random random)
    {
        using var noise = SKShader.CreatePerlinNoiseFractalNoise(0.9f, 0.9f, 2, random.Next(1_000));
        using var grain = new SKPaint { Shader = noise, BlendMode = SKBlendMode.SoftLight, Color = SKColors.White.WithAlpha((byte)random.Next(30, 80)) };
        canvas.DrawRect(0, 0, Width, Height, grain);
        using var corners = SKShader.CreateRadialGradient(
            new SKPoint(Width / 2f, Height / 2f), Width * 0.68f,
            [SKColors.Transparent, SKColors.Black.WithAlpha((byte)random.Next(20, 90))], [0.55f, 1], SKShaderTileMode.Clamp);
        using var vignette = new SKPaint { Shader = corners };
        canvas.DrawRect(0, 0, Width, Height, vignette);
    }
}
