using SkiaSharp;
using static ImageCodes.Model.Samples.Painting;

namespace ImageCodes.Model.Samples.Scenes;

/// <summary>Ranges of peaks, the near ones darker, with snow and sometimes a lake.</summary>
internal sealed class Mountains : IScene
{
    public string Name => "mountains";

    public void Paint(SKCanvas canvas, Random random)
    {
        var hue = random.Between(195, 250);
        canvas.Sky(random.Chance(0.6) ? [Colour(hue, 60, 52), Colour(hue - 10, 55, 88)] : [Colour(hue + 30, 45, 40), Colour(340, 60, 72), Colour(36, 85, 80)]);
        canvas.Clouds(random, random.Next(0, 4), 120);
        for (var range = 0; range < 3; range++)
            PaintRange(canvas, random, 230 + range * 42, 130 - range * 34, Colour(hue + range * 4, 26, 56 - range * 15), snow: range < 2);
        if (random.Chance(0.45))
        {
            using var lake = Fill(Colour(hue - 8, 48, 52));
            canvas.DrawOval(240 + random.Between(-60, 60), 345, random.Between(120, 230), 26, lake);
        }

        canvas.Hills(random, 352, 8, 3, Colour(random.Between(85, 130), 34, 26));
    }

    private static void PaintRange(SKCanvas canvas, Random random, float foot, float height, SKColor rock, bool snow)
    {
        using var paint = Fill(rock);
        using var white = Fill(SKColors.White.WithAlpha(225));
        using var shade = Fill(SKColors.Black.WithAlpha(34));
        for (var x = -60f; x < 540; x += random.Between(62, 116))
        {
            var (peak, half) = (foot - height * random.Between(0.6f, 1.25f), random.Between(80, 132));
            using var path = new SKPath();
            path.AddPoly([new SKPoint(x, peak), new SKPoint(x + half, foot + 70), new SKPoint(x - half, foot + 70)]);
            canvas.DrawPath(path, paint);
            using var side = new SKPath();
            side.AddPoly([new SKPoint(x, peak), new SKPoint(x + half, foot + 70), new SKPoint(x + half * 0.15f, foot + 70)]);
            canvas.DrawPath(side, shade);
            if (!snow) continue;
            var (drop, slope) = ((foot + 70 - peak) * 0.24f, half * 0.24f);
            using var cap = new SKPath();
            SKPoint At(float aside, float down) => new(x + slope * aside, peak + drop * down);
            cap.AddPoly([At(0, 0), At(1, 1), At(0.4f, 0.75f), At(0, 1.1f), At(-0.5f, 0.72f), At(-1, 1)]);
            canvas.DrawPath(cap, white);
        }

        using var meadow = Fill(rock);
        canvas.DrawRect(-200, foot + 68, 900, 300, meadow);
    }
}
