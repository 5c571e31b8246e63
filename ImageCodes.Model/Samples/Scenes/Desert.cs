using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>Dunes, a low sun, and a few cactuses.</summary>
internal sealed class Desert : IScene
{
    public string Name => "desert";

    public void Paint(SKCanvas canvas, Random random)
    {
        var hue = random.Between(18, 42);
        canvas.Sky(random.Chance(0.5) ? [Colour(200, 55, 58), Colour(40, 70, 86)] : [Colour(280, 35, 48), Colour(12, 75, 64), Colour(40, 90, 76)]);
        var (sunX, sunY) = (random.Between(60, 420), random.Between(70, 150));
        canvas.Glow(sunX, sunY, 95, Colour(48, 100, 80, 200));
        canvas.Ball(sunX, sunY, 24, Colour(55, 100, 94), Colour(48, 100, 76));
        for (var dune = 0; dune < 4; dune++)
            canvas.Hills(random, 190 + dune * 42, 22 - dune * 2, 1 + dune % 2, Colour(hue - dune * 3, 62 + dune * 3, 66 - dune * 10));
        for (var i = random.Next(0, 4); i > 0; i--)
        {
            canvas.Save();
            canvas.Translate(random.Between(40, 440), random.Between(270, 345));
            canvas.Scale(random.Between(0.6f, 1.3f));
            PaintCactus(canvas, random);
            canvas.Restore();
        }
    }

    private static void PaintCactus(SKCanvas canvas, Random random)
    {
        using var stem = Stroke(Colour(random.Between(95, 150), 38, 28), 18);
        canvas.DrawLine(0, 0, 0, -92, stem);
        stem.StrokeWidth = 12;
        using var arms = new SKPath();
        var (left, right) = (random.Between(-60, -36), random.Between(-52, -26));
        arms.MoveTo(0, left);
        arms.LineTo(-26, left);
        arms.LineTo(-26, left - random.Between(18, 38));
        arms.MoveTo(0, right);
        arms.LineTo(26, right);
        arms.LineTo(26, right - random.Between(18, 44));
        canvas.DrawPath(arms, stem);
    }
}
