using SkiaSharp;

namespace ImageCodes.Model.Samples;

/// <summary>The strokes that the scenes share.</summary>
internal static class Painting
{
    public static float Between(this Random random, float low, float high) => low + (float)random.NextDouble() * (high - low);

    public static bool Chance(this Random random, double chance) => random.NextDouble() < chance;

    /// <summary>Hue in degrees (any number), saturation and lightness in percent.</summary>
    public static SKColor Colour(float hue, float saturation, float lightness, byte alpha = 255) =>
        SKColor.FromHsl((hue % 360 + 360) % 360, Math.Clamp(saturation, 0, 100), Math.Clamp(lightness, 0, 100), alpha);

    public static SKPaint Fill(SKColor colour) => new() { Color = colour, IsAntialias = true };

    public static SKPaint Stroke(SKColor colour, float width) =>
        new() { Color = colour, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };

    /// <summary>The whole canvas, from one colour at the top to the last at the bottom.</summary>
    public static void Sky(this SKCanvas canvas, params SKColor[] colours)
    {
        using var shader = SKShader.CreateLinearGradient(default, new SKPoint(0, SamplePainter.Height), colours, null, SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.DrawRect(-200, -200, SamplePainter.Width + 400, SamplePainter.Height + 400, paint);
    }

    /// <summary>A disc with a soft light from the upper left.</summary>
    public static void Ball(this SKCanvas canvas, float x, float y, float radius, SKColor light, SKColor dark)
    {
        using var shader =
            SKShader.CreateRadialGradient(new SKPoint(x - radius * 0.35f, y - radius * 0.4f), radius * 1.5f, [light, dark], null, SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader, IsAntialias = true };
        canvas.DrawCircle(x, y, radius, paint);
    }

    /// <summary>A disc that glows into its surroundings.</summary>
    public static void Glow(this SKCanvas canvas, float x, float y, float radius, SKColor colour)
    {
        using var shader = SKShader.CreateRadialGradient(new SKPoint(x, y), radius, [colour, colour.WithAlpha(0)], null, SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.DrawCircle(x, y, radius, paint);
    }

    /// <summary>Everything below a rolling line around <paramref name="level"/>.</summary>
    public static void Hills(this SKCanvas canvas, Random random, float level, float swell, int bumps, SKColor colour)
    {
        using var path = new SKPath();
        var (phase, tilt) = (random.Between(0, 7), random.Between(-0.1f, 0.1f));
        path.MoveTo(-150, SamplePainter.Height + 200);
        for (var x = -150f; x <= SamplePainter.Width + 150; x += 6)
        {
            var t = x / SamplePainter.Width * bumps;
            path.LineTo(x, level + swell * (MathF.Sin(t * 3.1f + phase) + 0.45f * MathF.Sin(t * 7.3f + phase * 2)) + tilt * (x - SamplePainter.Width / 2f));
        }

        path.LineTo(SamplePainter.Width + 150, SamplePainter.Height + 200);
        using var paint = Fill(colour);
        canvas.DrawPath(path, paint);
    }

    /// <summary>A few soft heaps of white.</summary>
    public static void Clouds(this SKCanvas canvas, Random random, int count, byte alpha)
    {
        using var blur = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, 6);
        using var paint = Fill(SKColors.White.WithAlpha(alpha));
        paint.MaskFilter = blur;
        for (var i = 0; i < count; i++)
        {
            var (x, y) = (random.Between(0, SamplePainter.Width), random.Between(20, 130));
            for (var puff = 0; puff < 6; puff++)
                canvas.DrawOval(x + random.Between(-48, 48), y + random.Between(-9, 9), random.Between(18, 42), random.Between(9, 19), paint);
        }
    }
}
