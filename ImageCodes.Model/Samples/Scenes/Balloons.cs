using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>Hot-air balloons over soft hills.</summary>
internal sealed class Balloons : IScene
{
    public string Name => "balloons";

    public void Paint(SKCanvas canvas, Random random)
    {
        var hue = random.Between(185, 230);
        canvas.Sky(Colour(hue, 60, random.Between(48, 66)), Colour(hue + random.Between(-10, 130), 55, 84));
        canvas.Clouds(random, random.Next(2, 5), 150);
        canvas.Hills(random, 310, 14, 2, Colour(random.Between(70, 140), 32, 46));
        canvas.Hills(random, 338, 9, 3, Colour(random.Between(70, 140), 36, 34));
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            canvas.Save();
            canvas.Translate(random.Between(70, 410), random.Between(70, 190));
            canvas.Scale(random.Between(0.45f, 1.15f));
            PaintBalloon(canvas, random);
            canvas.Restore();
        }
    }

    private static void PaintBalloon(SKCanvas canvas, Random random)
    {
        using var envelope = SKPath.ParseSvgPathData("M0,-72 C44,-72 66,-40 62,-4 C58,30 22,52 14,72 L-14,72 C-22,52 -58,30 -62,-4 C-66,-40 -44,-72 0,-72 Z");
        var (first, second) = (random.Between(0, 360), random.Between(100, 260));
        canvas.Save();
        canvas.ClipPath(envelope, antialias: true);
        for (var stripe = -3; stripe <= 3; stripe++)
        {
            using var paint = Fill(stripe % 2 == 0 ? Colour(first, 78, 54) : Colour(first + second, 70, 70));
            canvas.DrawOval(stripe * 19, 0, 13, 120, paint);
        }

        using var shade =
            SKShader.CreateLinearGradient(new SKPoint(-60, 0), new SKPoint(60, 0),
                [SKColors.White.WithAlpha(90), SKColors.Black.WithAlpha(100)], null, SKShaderTileMode.Clamp);
        using var shadow = new SKPaint { Shader = shade };
        canvas.DrawRect(-80, -80, 160, 170, shadow);
        canvas.Restore();
        using var rope = Stroke(Colour(30, 30, 25), 1.5f);
        canvas.DrawLine(-12, 72, -9, 96, rope);
        canvas.DrawLine(12, 72, 9, 96, rope);
        using var basket = Fill(Colour(28, 55, 34));
        canvas.DrawRoundRect(-11, 95, 22, 16, 3, 3, basket);
    }
}
