using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>Firs in rows that fade into mist; autumn turns some of them.</summary>
internal sealed class Forest : IScene
{
    public string Name => "forest";

    public void Paint(SKCanvas canvas, Random random)
    {
        var mist = Colour(random.Between(150, 210), 22, random.Between(72, 88));
        var autumn = random.Chance(0.3);
        var hue = autumn ? random.Between(15, 45) : random.Between(105, 165);
        canvas.Sky(mist, Colour(random.Between(40, 200), 25, 90));
        if (random.Chance(0.5)) canvas.Glow(random.Between(60, 420), random.Between(40, 110), 110, SKColors.White.WithAlpha(190));
        for (var row = 0; row < 4; row++)
        {
            var fade = row / 3f;
            var ground = 205 + row * 48;
            canvas.Hills(random, ground, 7, 2, Mix(mist, Colour(hue, 32, 22), fade));
            for (var i = 15 - row * 3; i > 0; i--)
            {
                var height = (58 + row * 36) * random.Between(0.75f, 1.25f);
                PaintFir(canvas, random.Between(-20, 500), ground + random.Between(2, 24), height,
                    Mix(mist, Colour(hue + random.Between(-12, 12), 38, 22 + (autumn ? 12 : 0)), 0.25f + fade * 0.75f));
            }
        }
    }

    private static void PaintFir(SKCanvas canvas, float x, float foot, float height, SKColor colour)
    {
        using var paint = Fill(colour);
        using var path = new SKPath();
        for (var tier = 0; tier < 4; tier++)
        {
            var (top, half) = (foot - height + tier * height * 0.2f, height * (0.1f + tier * 0.055f));
            path.AddPoly([new SKPoint(x, top), new SKPoint(x - half, top + height * 0.34f), new SKPoint(x + half, top + height * 0.34f)]);
        }

        canvas.DrawPath(path, paint);
        canvas.DrawRect(x - height * 0.025f, foot - height * 0.1f, height * 0.05f, height * 0.14f, paint);
    }

    private static SKColor Mix(SKColor far, SKColor near, float share) => new(
        (byte)(far.Red + (near.Red - far.Red) * share), (byte)(far.Green + (near.Green - far.Green) * share),
        (byte)(far.Blue + (near.Blue - far.Blue) * share));
}
