using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>
/// Vectors by their nearness to some of them, the anchors: exp(-d² / 2w) less its mean, w being a share of the mean of d².
/// </summary>
internal sealed class AnchorKernel : IDisposable
{
    private const double Width = 0.25;         // of the mean of d²: the best of 1, .5 and .25 on rows of the database that were held back
    private const int VectorsOfAnchor = 3;     // at the least: as many anchors as vectors would fit whatever noise these have

    private readonly Tensor _anchors;   // (Anchors, D)
    private readonly double _width;     // w
    private readonly Tensor _mean;      // (Anchors)

    private AnchorKernel(Tensor anchors, double width, Tensor mean) =>
        (_anchors, _width, _mean) = (anchors.DetachFromDisposeScope(), width, mean.DetachFromDisposeScope());

    /// <summary>How many anchors there are.</summary>
    public int Count => (int)_anchors.shape[0];

    /// <param name="vectors">(N, D).</param>
    /// <param name="anchors">How many; a third of the vectors at the most.</param>
    /// <param name="seed">Draws the anchors.</param>
    public static AnchorKernel Learn(Tensor vectors, int anchors, int seed)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed);
        var count = vectors.shape[0];
        var drawn = vectors.index_select(0, randperm(count, generator: random)[..(int)Math.Clamp(count / VectorsOfAnchor, 1, anchors)]);
        var squared = SquaredDistances(vectors, drawn);
        var width = Width * squared.mean().item<float>();
        return new AnchorKernel(drawn, width, (squared / (-2 * width)).exp().mean([0L]));
    }

    /// <summary>(N, D) to (N, Anchors), of mean 0 over what was learned from.</summary>
    public Tensor Of(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        return ((SquaredDistances(vectors, _anchors) / (-2 * _width)).exp() - _mean).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _anchors.Dispose();
        _mean.Dispose();
    }

    private static Tensor SquaredDistances(Tensor vectors, Tensor anchors) =>   // (N, A)
        (vectors.square().sum(1, keepdim: true) + anchors.square().sum(1).unsqueeze(0) - vectors.mm(anchors.t()) * 2).clamp_min(0);
}
