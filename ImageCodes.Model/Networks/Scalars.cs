using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Sums and products with numbers that stay alive. TorchSharp makes a native number for each operand, also for the factor 1 of
/// a sum of two tensors, and does not hold on to it during the call: where the garbage collector comes at that moment, the
/// number is freed under libtorch's hands and the process ends. What runs for every search goes through here.
/// </summary>
internal static class Scalars
{
    private static readonly Scalar One = 1.0f;

    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    /// <summary>tensor * factor + summand, of constants that the caller keeps.</summary>
    public static Tensor Scaled(this Tensor tensor, Scalar factor, Scalar summand)
    {
        using var product = tensor.mul(factor);
        return product.add(summand);
    }
}
