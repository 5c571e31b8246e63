using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Visible and hidden units, each of one kind joined to each of the other (Smolensky 1986; Hinton 2002). Visible units are as their
/// observation model says: binary, real with unit noise, or counts of words (the constrained Poisson model: Salakhutdinov and Hinton 2009);
/// hidden units are binary, or linear with unit noise for the code layer (Hinton and Salakhutdinov 2006).
/// </summary>
internal sealed class RestrictedBoltzmannMachine : IDisposable
{
    private const double FirstDeviation = 0.1;

    /// <param name="visible">How many visible units.</param>
    /// <param name="hidden">How many hidden ones.</param>
    /// <param name="linear">Whether hidden units are linear.</param>
    /// <param name="random">Draws the first weights.</param>
    /// <param name="hiddenBias">Of each hidden unit at first; below 0, units begin by being seldom on.</param>
    public RestrictedBoltzmannMachine(int visible, int hidden, bool linear, Generator random, double hiddenBias = 0)
    {
        using var scope = NewDisposeScope();
        IsLinear = linear;
        Weights = (randn(visible, hidden, generator: random) * FirstDeviation).DetachFromDisposeScope();
        VisibleBias = zeros(visible).DetachFromDisposeScope();
        HiddenBias = full(hidden, hiddenBias).DetachFromDisposeScope();
    }

    public bool IsLinear { get; }

    /// <summary>How visible units lie about their means. Default: as chances, means in [0, 1].</summary>
    public ObservationModel Visible { get; init; } = ObservationModel.Bernoulli;

    /// <summary>(Visible, Hidden).</summary>
    public Tensor Weights { get; }

    /// <summary>(Visible).</summary>
    public Tensor VisibleBias { get; }

    /// <summary>(Hidden).</summary>
    public Tensor HiddenBias { get; }

    /// <summary>The hidden units' means: sigmoids of their inputs, or the inputs where they are linear.</summary>
    public Tensor HiddenMeans(Tensor visible)   // (B, Visible) -> (B, Hidden)
    {
        using var scope = NewDisposeScope();
        var inputs = visible.matmul(Weights).add_(HiddenBias);
        return (IsLinear ? inputs : inputs.sigmoid_()).MoveToOuterDisposeScope();
    }

    /// <summary>The visible units' means.</summary>
    /// <param name="hidden">(B, Hidden).</param>
    /// <param name="data">(B, Visible): what the hidden units were drawn from, whose counts say how many words are drawn.</param>
    public Tensor VisibleMeans(Tensor hidden, Tensor data)   // (B, Visible)
    {
        using var scope = NewDisposeScope();
        return Visible.Mean(hidden.matmul(Weights.t()).add_(VisibleBias), data).MoveToOuterDisposeScope();
    }

    /// <summary>Hidden states drawn about their means.</summary>
    public Tensor Sample(Tensor means, Generator random)   // (B, Hidden) -> (B, Hidden)
    {
        using var scope = NewDisposeScope();
        return (IsLinear ? means + randn(means.shape, generator: random) : rand(means.shape, generator: random).lt(means).to(float32))
            .MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Weights.Dispose();
        VisibleBias.Dispose();
        HiddenBias.Dispose();
    }
}
