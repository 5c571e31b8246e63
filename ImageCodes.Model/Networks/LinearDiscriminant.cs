using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Linear discriminant analysis (Fisher 1936; Rao 1948): the directions in which classes lie apart, beside how each spreads.
/// </summary>
internal static class LinearDiscriminant
{
    private const double Ridge = 1e-3;   // of the mean variance: pixels that are always black have none

    /// <param name="rows">(N, D).</param>
    /// <param name="labels">(N), whole numbers.</param>
    /// <param name="count">How many directions, the best first; fewer than there are classes.</param>
    /// <returns>(D, <paramref name="count"/>), in which a class has variance 1.</returns>
    public static Tensor Learn(Tensor rows, Tensor labels, int count)
    {
        using var scope = NewDisposeScope();
        var data = rows.to(float64);
        var centred = data - data.mean([0L]);
        var members = labels.unsqueeze(1).eq(labels.unique().output.unsqueeze(0)).to(float64);   // (N, Classes)
        var means = members.t().mm(centred) / members.sum([0L]).unsqueeze(1);   // (Classes, D)
        var within = centred - members.mm(means);
        var (spread, between) = (within.t().mm(within) / rows.shape[0], (means * members.sum([0L]).unsqueeze(1)).t().mm(means) / rows.shape[0]);
        spread += eye(rows.shape[1], dtype: float64) * (spread.diagonal().mean().item<double>() * Ridge);
        var inverse = linalg.inv(linalg.cholesky(spread));   // L⁻¹, so that L⁻¹ S L⁻ᵀ is 1
        var (_, directions) = linalg.eigh(inverse.mm(between).mm(inverse.t()));
        return inverse.t().mm(directions.flip(1)[.., ..count]).to(rows.dtype).MoveToOuterDisposeScope();
    }
}
