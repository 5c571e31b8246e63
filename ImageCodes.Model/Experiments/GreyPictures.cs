using ImageCodes.Model.Imaging;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>Rows of numbers as square grey pictures.</summary>
internal static class GreyPictures
{
    private const int Magnified = 2;

    /// <param name="rows">(N, Side²), 0 black, 1 white; what lies beyond is as near as can be.</param>
    public static IReadOnlyList<PixelGrid> Of(Tensor rows)
    {
        var pixels = (int)rows.shape[1];
        using var bytes = (rows.detach().clamp(0, 1) * 255).to(ScalarType.Byte);
        var side = (int)Math.Sqrt(pixels);
        return [.. bytes.contiguous().data<byte>().ToArray().Chunk(pixels).Select(picture => Square(picture, side))];
    }

    /// <summary>What each unit looks for: 0 is grey, its largest weight of either sign black or white.</summary>
    /// <param name="weights">(Pixels, Units).</param>
    /// <param name="count">How many units, the first ones.</param>
    public static IReadOnlyList<PixelGrid> OfFilters(Tensor weights, int count)
    {
        using var scope = NewDisposeScope();
        var filters = weights.detach()[.., ..Math.Min(count, (int)weights.shape[1])].t();   // (Units, Pixels)
        return Of(filters / filters.abs().amax([1], keepdim: true).clamp_min(1e-12) / 2 + 0.5);
    }

    private static PixelGrid Square(byte[] grey, int side)
    {
        var wide = side * Magnified;
        var bytes = new byte[wide * wide * 3];
        for (var i = 0; i < wide * wide; i++) bytes.AsSpan(3 * i, 3).Fill(grey[i / wide / Magnified * side + i % wide / Magnified]);
        return new PixelGrid(wide, wide, bytes);
    }
}
