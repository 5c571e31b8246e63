using ImageCodes.Model.Codes.Coders;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Messages as vectors, made of their counts of words; what vectors are made by comes from the messages to learn from alone.
/// </summary>
/// <param name="Seen">(N, D), of the messages to learn from.</param>
/// <param name="Unseen">(M, D), of the others.</param>
internal sealed record CodedMessages(Tensor Seen, Tensor Unseen)
{
    /// <summary>
    /// Latent semantic analysis (Deerwester et al. 1990) of log(1 + n): the first right singular vectors of the messages, whose mean is not
    /// taken off.
    /// </summary>
    /// <param name="seen">(N, Words), counts.</param>
    /// <param name="unseen">(M, Words), counts.</param>
    /// <param name="numbers">Of a vector.</param>
    public static CodedMessages ByLatentSemantics(Tensor seen, Tensor unseen, int numbers)
    {
        using var scope = NewDisposeScope();
        var heights = seen.log1p().to(float64);
        var directions = PrincipalDirections.OfCovariance(heights.t().mm(heights) / heights.shape[0], numbers).to(float32);   // (Words, D)
        Tensor Projected(Tensor counts) => counts.log1p().mm(directions).MoveToOuterDisposeScope();
        return new CodedMessages(Projected(seen), Projected(unseen));
    }

    /// <summary>
    /// (1 + log n) log(N / messages with the word), of words that occur (Salton and Buckley 1988); vectors of length 1, or of 0 where no
    /// word says anything.
    /// </summary>
    /// <param name="seen">(N, Words), counts.</param>
    /// <param name="unseen">(M, Words), counts.</param>
    public static CodedMessages ByTermFrequencies(Tensor seen, Tensor unseen)
    {
        using var scope = NewDisposeScope();
        var rare = (seen.shape[0] / seen.gt(0).sum([0L]).clamp_min(1).to(float32)).log();   // (Words)
        Tensor Weighted(Tensor counts) => nn.functional.normalize((1 + counts.clamp_min(1).log()) * counts.gt(0) * rare, dim: 1).MoveToOuterDisposeScope();
        return new CodedMessages(Weighted(seen), Weighted(unseen));
    }
}
