using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>A meadow of flowers with many petals, the nearest largest.</summary>
internal sealed class Flowers : IScene
{
    public string Name => "flowers";

    public void Paint(SKCanvas canvas, Random random)
    {
        canvas.Sky(Colour(random.Between(185, 215), 55, 76), Colour(95, 45, 58), Colour(105, 50, 24));
        using var grass = Stroke(Colour(105, 45, 30), 3);
        for (var i = 0; i < 110; i++)
        {
            grass.Color = Colour(random.Between(80, 135), 48, random.Between(22, 46));
            var x = random.Between(-20, 500);
            canvas.DrawLine(x, 400, x + random.Between(-18, 18), random.Between(150, 330), grass);
        }

        var hue = random.Between(0, 360);
        var flowers = random.Next(5, 15);
        for (var i = 0; i < flowers; i++)
        {
            var near = (i + 1f) / flowers;
            var (x, y) = (random.Between(20, 460), 110 + near * random.Between(60, 190));
            using var stem = Stroke(Colour(115, 45, 28), 2 + 3 * near);
            canvas.DrawLine(x, y, x + random.Between(-16, 16), 420, stem);
            PaintFlower(canvas, random, x, y, 14 + near * 34, hue + random.Between(-35, 35));
        }
    }

    private static void PaintFlower(SKCanvas canvas, Random random, float x, float y, float size, float hue)
    {
        var petals = random.Next(6, 13);
        using var shader =
            SKShader.CreateLinearGradient(default, new SKPoint(0, -size), [Colour(hue + 20, 85, 46), Colour(hue, 85, 72)], null, SKShaderTileMode.Clamp);
        using var petal = new SKPaint { Shader = shader, IsAntialias = true };
        canvas.Save();
        canvas.Translate(x, y);
        canvas.RotateDegrees(random.Between(0, 60));
        for (var i = 0; i < petals; i++)
        {
            canvas.DrawOval(0, -size * 0.62f, size * 0.26f, size * 0.46f, petal);
            canvas.RotateDegrees(360f / petals);
        }

        canvas.Restore();
        canvas.Ball(x, y, size * 0.3f, Colour(48, 95, 66), Colour(32, 90, 36));
    }
}
