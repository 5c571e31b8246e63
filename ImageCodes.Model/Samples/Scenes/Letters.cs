using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>Large capitals on paper, drawn by strokes so that no font is needed.</summary>
internal sealed class Letters : IScene
{
    // Strokes within a box of 100 x 140.
    private static readonly string[] Capitals =
    [
        "M0,140 L50,0 L100,140 M20,90 L80,90",
        "M0,0 L0,140 M0,0 L55,0 A34,34 0 0 1 55,68 L0,68 M55,68 A36,36 0 0 1 55,140 L0,140",
        "M95,25 A52,68 0 1 0 95,115",
        "M100,0 L0,0 L0,140 L100,140 M0,68 L78,68",
        "M0,0 L0,140 M100,0 L100,140 M0,68 L100,68",
        "M0,0 L0,140 M95,0 L0,78 M35,52 L100,140",
        "M0,140 L0,0 L50,80 L100,0 L100,140",
        "M50,0 A50,70 0 1 0 51,0",
        "M0,140 L0,0 L58,0 A36,38 0 0 1 58,76 L0,76 M48,76 L100,140",
        "M92,22 A46,35 0 1 0 50,68 A46,37 0 1 1 4,118",
        "M0,0 L100,0 M50,0 L50,140",
        "M0,0 L25,140 L50,40 L75,140 L100,0",
        "M0,0 L100,140 M100,0 L0,140",
        "M0,0 L100,0 L0,140 L100,140",
    ];

    public string Name => "letters";

    public void Paint(SKCanvas canvas, Random random)
    {
        // A mirrored frame would mirror what is written.
        if (canvas.TotalMatrix.ScaleX < 0) canvas.Scale(-1, 1, SamplePainter.Width / 2f, SamplePainter.Height / 2f);
        var paper = random.Between(0, 360);
        canvas.Sky(Colour(paper, 35, random.Between(82, 94)), Colour(paper + 30, 40, random.Between(72, 88)));
        var dark = random.Chance(0.75);
        var count = random.Next(1, 5);
        for (var i = 0; i < count; i++)
        {
            using var path = SKPath.ParseSvgPathData(Capitals[random.Next(Capitals.Length)]);
            using var ink = Stroke(Colour(paper + random.Between(90, 270), dark ? 65 : 80, dark ? 26 : 48), random.Between(12, 26));
            var scale = (count == 1 ? 1.7f : 1.1f) * random.Between(0.8f, 1.1f);
            canvas.Save();
            canvas.Translate(480 * (i + 0.5f) / count, 180 + random.Between(-26, 26));
            canvas.RotateDegrees(random.Between(-16, 16));
            canvas.Scale(scale);
            canvas.Translate(-50, -70);
            using var shadow = Stroke(SKColors.Black.WithAlpha(36), ink.StrokeWidth);
            canvas.Save();
            canvas.Translate(5, 7);
            canvas.DrawPath(path, shadow);
            canvas.Restore();
            canvas.DrawPath(path, ink);
            canvas.Restore();
        }
    }
}
