using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>Planets among stars, some with rings or moons.</summary>
internal sealed class Planets : IScene
{
    public string Name => "planets";

    public void Paint(SKCanvas canvas, Random random)
    {
        canvas.Sky(Colour(250, 40, 5), Colour(random.Between(200, 300), 50, 11));
        for (var i = 0; i < 3; i++)
            canvas.Glow(random.Between(0, 480), random.Between(0, 360), random.Between(90, 200), Colour(random.Between(190, 340), 70, 40, 60));
        for (var i = 0; i < 150; i++)
        {
            using var star = Fill(SKColors.White.WithAlpha((byte)random.Next(70, 255)));
            canvas.DrawCircle(random.Between(0, 480), random.Between(0, 360), random.Between(0.5f, 1.7f), star);
        }

        for (var i = random.Next(1, 4); i > 0; i--)
        {
            canvas.Save();
            canvas.Translate(random.Between(90, 390), random.Between(80, 280));
            canvas.RotateDegrees(random.Between(-32, 32));
            PaintPlanet(canvas, random, random.Between(26, 92), random.Between(0, 360));
            canvas.Restore();
        }
    }

    private static void PaintPlanet(SKCanvas canvas, Random random, float radius, float hue)
    {
        var rings = random.Chance(0.4);
        if (rings) PaintRing(canvas, radius, hue, from: 180);
        canvas.Ball(0, 0, radius, Colour(hue, 65, 72), Colour(hue + 20, 70, 14));
        canvas.Save();
        using var disc = new SKPath();
        disc.AddCircle(0, 0, radius);
        canvas.ClipPath(disc, antialias: true);
        for (var band = random.Next(2, 7); band > 0; band--)
        {
            using var paint = Fill(Colour(hue + random.Between(-30, 30), 55, random.Between(30, 80), 80));
            canvas.DrawOval(0, random.Between(-radius, radius), radius * 1.2f, radius * random.Between(0.05f, 0.16f), paint);
        }

        canvas.Restore();
        if (rings) PaintRing(canvas, radius, hue, from: 0);
        else canvas.Ball(radius * 1.5f, -radius * 0.6f, radius * 0.17f, Colour(0, 0, 88), Colour(0, 0, 30));
    }

    /// <summary>Half a ring: the far half is painted before the planet, the near half after it.</summary>
    private static void PaintRing(SKCanvas canvas, float radius, float hue, float from)
    {
        using var ring = Stroke(Colour(hue + 40, 45, 76, 190), radius * 0.17f);
        canvas.DrawArc(new SKRect(-radius * 1.75f, -radius * 0.42f, radius * 1.75f, radius * 0.42f), from, 180, false, ring);
    }
}
