using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Evaluation;

/// <summary>What the decoder's drawing of a code becomes with one bit the other way.</summary>
/// <param name="Bit">Which, from 0.</param>
/// <param name="Code">The code with that bit flipped.</param>
/// <param name="Change">Mean difference of a pixel's colours, 0 to 1.</param>
public sealed record DrawnFlip(int Bit, BinaryCode Code, double Change);

/// <summary>What bits are worth to the decoder.</summary>
public static class DrawnFlips
{
    /// <summary>Each of some bits flipped by itself, those that change the drawing most first.</summary>
    /// <param name="encoder">The model whose code it is.</param>
    /// <param name="code">What is drawn unflipped.</param>
    /// <param name="bits">Of the code.</param>
    public static IReadOnlyList<DrawnFlip> Of(PictureEncoder encoder, BinaryCode code, IReadOnlyCollection<int> bits)
    {
        if (bits.Count == 0) return [];
        var drawn = encoder.Decode([code.ToSigns(), .. bits.Select(bit => code.Flip(bit).ToSigns())]);
        return [.. bits.Select((bit, place) => new DrawnFlip(bit, code.Flip(bit), Difference(drawn[0], drawn[place + 1])))
            .OrderByDescending(flip => flip.Change)];
    }

    /// <summary>Mean difference of the colours of two pictures of one size, 0 to 1.</summary>
    internal static double Difference(PixelGrid one, PixelGrid other) =>
        one.Bytes.Zip(other.Bytes, (a, b) => Math.Abs(a - b)).Average() / 255;
}
