using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>A part of a loss.</summary>
/// <param name="Name">As progress calls it.</param>
/// <param name="Value">A single number.</param>
/// <param name="Weight">Its weight in the sum.</param>
internal readonly record struct PartialLoss(string Name, Tensor Value, double Weight = 1);

/// <summary>The parts of a loss together.</summary>
internal static class PartialLosses
{
    /// <summary>What a step makes smaller: each times its weight, added up.</summary>
    public static Tensor Sum(this IReadOnlyList<PartialLoss> losses) =>
        losses.Select(loss => loss.Value * loss.Weight).Aggregate((sum, loss) => sum + loss);

    /// <summary>What progress tells: each without its weight.</summary>
    public static IReadOnlyDictionary<string, double> ByName(this IReadOnlyList<PartialLoss> losses) =>
        losses.ToDictionary(loss => loss.Name, loss => loss.Value.ToDouble());
}
