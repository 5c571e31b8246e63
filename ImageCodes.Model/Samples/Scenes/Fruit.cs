using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>A bowl of apples, oranges, plums and lemons on a table.</summary>
internal sealed class Fruit : IScene
{
    public string Name => "fruit";

    public void Paint(SKCanvas canvas, Random random)
    {
        var wall = random.Between(0, 360);
        canvas.Sky(Colour(wall, 18, random.Between(70, 90)), Colour(wall + 10, 22, 62));
        using var table = Fill(Colour(random.Between(18, 36), 42, random.Between(30, 56)));
        canvas.DrawRect(-200, 250, 900, 300, table);
        var (x, y) = (random.Between(200, 280), random.Between(222, 242));
        using var shadow = Fill(SKColors.Black.WithAlpha(70));
        canvas.DrawOval(x, y + 76, 136, 17, shadow);
        var fruits = random.Next(6, 11);
        for (var i = 0; i < fruits; i++)
        {
            var across = (i + 0.5f) / fruits * 2 - 1;
            PaintFruit(canvas, random, x + across * 98, y - 22 - (1 - across * across) * random.Between(6, 52));
        }

        using var bowl = SKPath.ParseSvgPathData("M-142,-16 Q-118,74 -46,78 L46,78 Q118,74 142,-16 Q0,14 -142,-16 Z");
        using var shader =
            SKShader.CreateLinearGradient(new SKPoint(-140, 0), new SKPoint(140, 0),
                [Colour(wall + 180, 45, 66), Colour(wall + 180, 50, 30)], null, SKShaderTileMode.Clamp);
        using var glaze = new SKPaint { Shader = shader, IsAntialias = true };
        canvas.Translate(x, y);
        canvas.DrawPath(bowl, glaze);
    }

    private static void PaintFruit(SKCanvas canvas, Random random, float x, float y)
    {
        var (hue, size) = random.Next(4) switch
        {
            0 => (random.Between(-8, 12), random.Between(34, 44)),     // apple
            1 => (random.Between(26, 36), random.Between(34, 42)),     // orange
            2 => (random.Between(265, 300), random.Between(26, 32)),   // plum
            _ => (random.Between(48, 80), random.Between(28, 38)),     // lemon, lime, green apple
        };
        canvas.Ball(x, y, size, Colour(hue, 85, 68), Colour(hue - 8, 80, 28));
        canvas.Glow(x - size * 0.35f, y - size * 0.4f, size * 0.35f, SKColors.White.WithAlpha(150));
        using var stalk = Stroke(Colour(30, 40, 20), 3);
        canvas.DrawLine(x, y - size + 3, x + 4, y - size - 8, stalk);
        if (!random.Chance(0.4)) return;
        using var leaf = Fill(Colour(110, 50, 36));
        canvas.DrawOval(x + 14, y - size - 6, 11, 5, leaf);
    }
}
