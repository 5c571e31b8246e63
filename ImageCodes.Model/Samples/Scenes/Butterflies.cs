using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>Butterflies before a green that is out of focus.</summary>
internal sealed class Butterflies : IScene
{
    public string Name => "butterflies";

    public void Paint(SKCanvas canvas, Random random)
    {
        var hue = random.Between(75, 150);
        canvas.Sky(Colour(hue, 38, 62), Colour(hue + 20, 45, 34));
        for (var i = 0; i < 26; i++)
            canvas.Glow(random.Between(0, 480), random.Between(0, 360), random.Between(20, 70),
                Colour(hue + random.Between(-40, 40), 60, random.Between(45, 85), 70));
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            canvas.Save();
            canvas.Translate(random.Between(120, 360), random.Between(100, 260));
            canvas.RotateDegrees(random.Between(-50, 50));
            canvas.Scale(random.Between(0.6f, 1.3f));
            PaintButterfly(canvas, random);
            canvas.Restore();
        }
    }

    private static void PaintButterfly(SKCanvas canvas, Random random)
    {
        var (hue, fold) = (random.Between(0, 360), random.Between(0.55f, 1));
        using var upper = SKPath.ParseSvgPathData("M4,-6 C20,-70 92,-86 98,-48 C102,-14 50,8 4,4 Z");
        using var lower = SKPath.ParseSvgPathData("M4,4 C48,6 80,26 68,58 C56,86 16,62 4,12 Z");
        for (var side = -1; side <= 1; side += 2)
        {
            canvas.Save();
            canvas.Scale(side * fold, 1);
            foreach (var (wing, lift) in new[] { (lower, 8f), (upper, 0f) })
            {
                using var shader =
                    SKShader.CreateRadialGradient(default, 104,
                        [Colour(hue + lift * 4, 85, 66), Colour(hue + 25, 85, 48), Colour(hue + 25, 50, 12)], [0, 0.72f, 1], SKShaderTileMode.Clamp);
                using var paint = new SKPaint { Shader = shader, IsAntialias = true };
                canvas.DrawPath(wing, paint);
            }

            using var spot = Fill(Colour(hue + 180, 70, 84));
            canvas.DrawCircle(72, -48, 8, spot);
            canvas.DrawCircle(52, 46, 7, spot);
            canvas.Restore();
        }

        using var body = Fill(Colour(25, 30, 12));
        canvas.DrawOval(0, 4, 5, 34, body);
        using var feeler = Stroke(Colour(25, 30, 12), 1.6f);
        canvas.DrawLine(0, -28, -16, -54, feeler);
        canvas.DrawLine(0, -28, 16, -54, feeler);
    }
}
