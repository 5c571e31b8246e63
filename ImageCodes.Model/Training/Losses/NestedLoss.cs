using static TorchSharp.torch;

namespace ImageCodes.Model.Training.Losses;

/// <summary>A loss of every length of a code, so that each is a code of its own.</summary>
internal static class NestedLoss
{
    /// <summary>Its mean over prefixes.</summary>
    /// <param name="prefixes">Lengths, in bits.</param>
    /// <param name="loss">Of the first so many bits, a single number.</param>
    public static Tensor Mean(IReadOnlyList<int> prefixes, Func<int, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        return stack(prefixes.Select(loss).ToArray()).mean().MoveToOuterDisposeScope();
    }
}
