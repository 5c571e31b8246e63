using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>Sailing boats on a sea with light on its waves.</summary>
internal sealed class Boats : IScene
{
    public string Name => "boats";

    public void Paint(SKCanvas canvas, Random random)
    {
        var evening = random.Chance(0.4);
        var horizon = random.Between(140, 200);
        canvas.Sky(evening ? [Colour(250, 40, 40), Colour(20, 80, 62), Colour(45, 90, 74)] : [Colour(205, 65, 60), Colour(195, 60, 84)]);
        if (!evening) canvas.Clouds(random, 3, 170);
        var sun = random.Between(60, 420);
        if (evening) canvas.Glow(sun, horizon, 90, Colour(42, 100, 78, 220));
        PaintSea(canvas, random, horizon, evening ? 225 : random.Between(190, 215), evening ? 24 : 38);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var near = random.Between(0, 1);
            canvas.Save();
            canvas.Translate(random.Between(80, 400), horizon + 26 + near * 95);
            canvas.Scale((random.Chance(0.5) ? 1 : -1) * (0.6f + near * 0.75f), 0.6f + near * 0.75f);
            PaintBoat(canvas, random);
            canvas.Restore();
        }
    }

    private static void PaintSea(SKCanvas canvas, Random random, float horizon, float hue, float lightness)
    {
        using var shader = SKShader.CreateLinearGradient(
            new SKPoint(0, horizon), new SKPoint(0, SamplePainter.Height),
            [Colour(hue, 50, lightness + 18), Colour(hue + 8, 62, lightness - 10)], null, SKShaderTileMode.Clamp);
        using var sea = new SKPaint { Shader = shader };
        canvas.DrawRect(-200, horizon, SamplePainter.Width + 400, SamplePainter.Height, sea);
        for (var i = 0; i < 130; i++)
        {
            var depth = random.Between(0, 1);
            using var wave = Stroke(SKColors.White.WithAlpha((byte)random.Next(20, 80)), 0.8f + depth * 1.6f);
            var (x, y) = (random.Between(-60, 540), horizon + 6 + depth * depth * 190);
            canvas.DrawLine(x, y, x + 10 + depth * 40, y, wave);
        }
    }

    private static void PaintBoat(SKCanvas canvas, Random random)
    {
        using var hull = Fill(Colour(random.Between(0, 360), 60, 30));
        using var hullShape = SKPath.ParseSvgPathData("M-52,0 L56,0 Q46,22 30,24 L-36,24 Q-48,18 -52,0 Z");
        canvas.DrawPath(hullShape, hull);
        using var mast = Stroke(Colour(28, 40, 25), 3);
        canvas.DrawLine(0, 0, 0, -112, mast);
        using var main = Fill(random.Chance(0.5) ? SKColors.White : Colour(random.Between(0, 360), 70, 62));
        using var mainShape = SKPath.ParseSvgPathData("M4,-110 Q54,-50 50,-8 L4,-8 Z");
        canvas.DrawPath(mainShape, main);
        using var jib = Fill(Colour(random.Between(0, 360), 65, 74));
        using var jibShape = SKPath.ParseSvgPathData("M-4,-100 Q-36,-40 -42,-8 L-4,-8 Z");
        canvas.DrawPath(jibShape, jib);
    }
}
