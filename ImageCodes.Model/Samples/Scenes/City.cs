using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>A skyline with lit windows, at dusk or by night.</summary>
internal sealed class City : IScene
{
    public string Name => "city";

    public void Paint(SKCanvas canvas, Random random)
    {
        var night = random.Chance(0.6);
        var hue = random.Between(215, 265);
        canvas.Sky(night ? [Colour(hue, 45, 9), Colour(hue + 15, 45, 30)] : [Colour(hue, 40, 36), Colour(330, 55, 60), Colour(30, 80, 68)]);
        if (random.Chance(0.5))
            canvas.Ball(random.Between(60, 420), random.Between(50, 110), random.Between(14, 26), Colour(50, 60, 94), Colour(45, 50, 78));
        PaintRow(canvas, random, hue, lightness: night ? 20 : 34, low: 90, high: 180, windows: 0.12);
        PaintRow(canvas, random, hue, lightness: night ? 10 : 18, low: 60, high: 235, windows: 0.42);
    }

    private static void PaintRow(SKCanvas canvas, Random random, float hue, float lightness, float low, float high, double windows)
    {
        for (var x = -60f; x < 540;)
        {
            var (width, height) = (random.Between(26, 64), random.Between(low, high));
            var top = SamplePainter.Height - height;
            using var wall = Fill(Colour(hue + random.Between(-12, 12), 28, lightness + random.Between(-3, 4)));
            canvas.DrawRect(x, top, width, height + 80, wall);
            if (random.Chance(0.25))
            {
                using var aerial = Stroke(wall.Color, 2);
                canvas.DrawLine(x + width / 2, top, x + width / 2, top - random.Between(14, 40), aerial);
            }

            for (var row = top + 8; row < SamplePainter.Height + 40; row += 11)
            {
                for (var column = x + 6; column < x + width - 7; column += 10)
                {
                    if (!random.Chance(windows)) continue;
                    using var light = Fill(Colour(random.Between(36, 58), 90, random.Between(55, 82)));
                    canvas.DrawRect(column, row, 5, 6, light);
                }
            }

            x += width + random.Between(0, 7);
        }
    }
}
