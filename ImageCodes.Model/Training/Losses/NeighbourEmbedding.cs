using static TorchSharp.torch;

namespace ImageCodes.Model.Training.Losses;

/// <summary>
/// Stochastic neighbour embedding (Hinton and Roweis 2002): by codes a picture should choose its neighbours as it does by the
/// features that the codes are made of. Both choices are softmaxes over the others of a batch; the loss is the mean of
/// KL(p_i || q_i), p_i being the features' choice and q_i the codes'.
/// </summary>
internal static class NeighbourEmbedding
{
    /// <param name="codes">(B, Bits), near -1 and +1.</param>
    /// <param name="features">(B, Features); only their directions from the batch's mean count, and no gradient reaches them.</param>
    /// <param name="temperature">
    /// Softness of the choices, in shares of half a turn: the distance is (1 - cosine) / 2, which for codes of -1 and +1 is the share of
    /// bits that differ.
    /// </param>
    /// <param name="ofFeatures">
    /// Softness of the features' choice, where that is another one: a code of few bits cannot be as choosy as what it is made of.
    /// </param>
    public static Tensor Loss(Tensor codes, Tensor features, double temperature, double? ofFeatures = null)
    {
        using var scope = NewDisposeScope();
        var self = eye(codes.shape[0], dtype: ScalarType.Bool);
        var centred = features.detach() - features.detach().mean([0]);
        var known = Choice(centred, self, ofFeatures ?? temperature);   // (B, B), log p
        var found = Choice(codes, self, temperature);     // (B, B), log q
        return (known.exp() * (known - found)).masked_fill(self, 0).sum(1).mean().MoveToOuterDisposeScope();
    }

    private static Tensor Choice(Tensor points, Tensor self, double temperature)   // (B, D) -> (B, B)
    {
        using var scope = NewDisposeScope();
        var directions = nn.functional.normalize(points, dim: 1);
        var logits = (directions.matmul(directions.t()) / (2 * temperature)).masked_fill(self, -1e4);   // as good as never, but a number
        return logits.log_softmax(1).MoveToOuterDisposeScope();
    }
}
