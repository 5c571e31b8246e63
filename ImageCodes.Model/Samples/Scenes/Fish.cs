using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>Fish under water, with bubbles, weed and light from above.</summary>
internal sealed class Fish : IScene
{
    public string Name => "fish";

    public void Paint(SKCanvas canvas, Random random)
    {
        var hue = random.Between(178, 222);
        canvas.Sky(Colour(hue, 70, 58), Colour(hue + 15, 75, 18));
        for (var i = 0; i < 5; i++)
        {
            using var ray = Fill(SKColors.White.WithAlpha(22));
            using var shape = new SKPath();
            var x = random.Between(0, 480);
            shape.AddPoly([new SKPoint(x, -80), new SKPoint(x + 26, -80), new SKPoint(x + 110, 420), new SKPoint(x + 10, 420)]);
            canvas.DrawPath(shape, ray);
        }

        canvas.Hills(random, 335, 8, 3, Colour(42, 35, 52));
        for (var i = random.Next(4, 10); i > 0; i--) PaintWeed(canvas, random);
        for (var i = random.Next(2, 7); i > 0; i--)
        {
            canvas.Save();
            canvas.Translate(random.Between(70, 410), random.Between(70, 270));
            var size = random.Between(0.5f, 1.25f);
            canvas.Scale(random.Chance(0.5) ? size : -size, size);
            PaintFish(canvas, random);
            canvas.Restore();
        }

        using var bubble = Stroke(SKColors.White.WithAlpha(130), 1.5f);
        for (var i = 0; i < 22; i++) canvas.DrawCircle(random.Between(0, 480), random.Between(0, 330), random.Between(2, 8), bubble);
    }

    private static void PaintWeed(SKCanvas canvas, Random random)
    {
        using var paint = Stroke(Colour(random.Between(95, 160), 50, 28), random.Between(4, 9));
        using var path = new SKPath();
        var x = random.Between(0, 480);
        path.MoveTo(x, 380);
        path.CubicTo(x - 30, 330, x + 34, 290, x + random.Between(-20, 20), random.Between(230, 290));
        canvas.DrawPath(path, paint);
    }

    private static void PaintFish(SKCanvas canvas, Random random)
    {
        var hue = random.Between(0, 360);
        using var fins = Fill(Colour(hue + 30, 80, 52));
        using var tail = SKPath.ParseSvgPathData("M-44,0 L-84,-32 Q-72,0 -84,32 Z M-8,-26 Q10,-56 34,-24 Z M-4,26 Q6,46 24,24 Z");
        canvas.DrawPath(tail, fins);
        using var shader =
            SKShader.CreateLinearGradient(new SKPoint(0, -34), new SKPoint(0, 34), [Colour(hue, 80, 66), Colour(hue, 75, 42)], null, SKShaderTileMode.Clamp);
        using var body = new SKPaint { Shader = shader, IsAntialias = true };
        using var shape = SKPath.ParseSvgPathData("M60,0 C40,-38 -20,-40 -52,0 C-20,40 40,38 60,0 Z");
        canvas.DrawPath(shape, body);
        canvas.Save();
        canvas.ClipPath(shape, antialias: true);
        using var stripe = Fill(Colour(hue + 180, 60, 88, 190));
        for (var x = -28; x <= 22; x += 24) canvas.DrawRect(x, -45, 8, 90, stripe);
        canvas.Restore();
        canvas.Ball(40, -6, 7, SKColors.White, SKColors.WhiteSmoke);
        canvas.Ball(42, -6, 3.4f, SKColors.Black, SKColors.Black);
    }
}
