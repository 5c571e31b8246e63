using ImageCodes.Model.Codes;
using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Model.Mapping;

/// <summary>The two directions in which codes differ most (principal component analysis, Pearson 1901; Hotelling 1933).</summary>
internal static class PrincipalPlane
{
    /// <summary>Each code's place on the plane, its bits being 0 and 1, measured from the mean of all.</summary>
    /// <param name="bits">Length of the codes.</param>
    /// <param name="codes">All of that length.</param>
    public static (float X, float Y)[] Project(int bits, IReadOnlyList<BinaryCode> codes)
    {
        var (first, second) = Axes(BitColumns.Of(bits, codes));
        var places = new (float X, float Y)[codes.Count];
        Parallel.For(0, places.Length, place => places[place] = (Along(first, codes[place]), Along(second, codes[place])));
        var (meanX, meanY) = (places.Average(place => place.X), places.Average(place => place.Y));
        return [.. places.Select(place => (place.X - meanX, place.Y - meanY))];
    }

    private static (float[] First, float[] Second) Axes(BitColumns columns)
    {
        TorchRuntime.EnsurePrepared();
        using var scope = NewDisposeScope();
        var bits = columns.Bits;
        var covariance = new double[bits, bits];
        Parallel.For(0, bits, a =>
        {
            for (var b = 0; b < bits; b++) covariance[a, b] = columns.Covariance(a, b);
        });
        var directions = PrincipalDirections.OfCovariance(tensor(covariance), Math.Min(2, bits));   // (Bits, 2)
        float[] Direction(int place)
        {
            if (place >= bits) return new float[bits];
            var direction = directions[.., place].to(ScalarType.Float32).data<float>().ToArray();
            // Either end of a direction may come out first; the longest of its numbers is always positive here.
            return direction.MaxBy(MathF.Abs) < 0 ? [.. direction.Select(number => -number)] : direction;
        }

        return (Direction(0), Direction(1));
    }

    private static float Along(float[] direction, BinaryCode code)
    {
        var sum = 0f;
        for (var bit = 0; bit < direction.Length; bit++) sum += code[bit] ? direction[bit] : 0;
        return sum;
    }
}
