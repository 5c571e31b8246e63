using ImageCodes.Model.Imaging;

namespace ImageCodes.Web.Components.Parts;

/// <summary>Correlations of all bits, drawn.</summary>
internal static class CorrelationPicture
{
    private static readonly (byte Red, byte Green, byte Blue) Same = (11, 110, 99);
    private static readonly (byte Red, byte Green, byte Blue) Opposite = (40, 70, 190);

    /// <summary>A pixel for each two: white where they do not go together, darker the more they do; blue where they are opposite.</summary>
    public static PixelGrid Draw(IReadOnlyList<IReadOnlyList<float>> correlations)
    {
        var bits = correlations.Count;
        var bytes = new byte[bits * bits * 3];
        for (var a = 0; a < bits; a++)
        {
            for (var b = 0; b < bits; b++)
            {
                var strength = Math.Sqrt(Math.Abs(correlations[a][b]));   // most are small, and must be seen
                var pixel = bytes.AsSpan((a * bits + b) * 3, 3);
                var full = correlations[a][b] > 0 ? Same : Opposite;
                pixel[0] = (byte)(255 + (full.Red - 255) * strength);
                pixel[1] = (byte)(255 + (full.Green - 255) * strength);
                pixel[2] = (byte)(255 + (full.Blue - 255) * strength);
            }
        }

        return new PixelGrid(bits, bits, bytes);
    }
}
