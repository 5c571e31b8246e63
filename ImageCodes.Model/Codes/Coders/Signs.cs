using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

internal static class Signs
{
    /// <summary>A code for each row, 1 where a number is positive.</summary>
    /// <param name="numbers">(N, Bits).</param>
    public static IReadOnlyList<BinaryCode> ToCodes(Tensor numbers)
    {
        using var real = numbers.to(ScalarType.Float32).contiguous();
        return [.. real.data<float>().ToArray().Chunk((int)numbers.shape[1]).Select(row => BinaryCode.FromSigns(row))];
    }

    /// <summary>(N, Bits), of -1 and +1.</summary>
    public static Tensor Of(IReadOnlyList<BinaryCode> codes) =>
        tensor(codes.SelectMany(code => code.ToSigns()).ToArray()).reshape(codes.Count, -1);
}
