using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Latent Dirichlet allocation (Blei, Ng and Jordan 2003) by variational Bayes, all rows at once: each row is a mixture of topics, each
/// topic a distribution of words, both of Dirichlet distributions. Updates as Hoffman, Blei and Bach (2010) write them.
/// </summary>
internal sealed class LatentDirichletAllocation : IDisposable
{
    private const int RoundsBetween = 2;     // of the rows' mixtures, between two updates of topics; they go on from where they were
    private const int RoundsOfNew = 40;      // for rows that were not seen before
    private const double Concentration = 100;   // of the first, random topics' gamma distribution
    private const double Least = 1e-30;

    private readonly Tensor _topics;   // (Topics, Words): the Dirichlet parameters λ
    private readonly double _prior;

    private LatentDirichletAllocation(Tensor topics, double prior) => (_topics, _prior) = (topics.DetachFromDisposeScope(), prior);

    /// <param name="counts">(N, Words).</param>
    /// <param name="topics">How many; 1 / topics is the prior of both Dirichlet distributions.</param>
    /// <param name="rounds">Updates of the topics.</param>
    /// <param name="seed">Draws the first topics.</param>
    /// <param name="cancel">Stops after the round in progress.</param>
    public static LatentDirichletAllocation Learn(Tensor counts, int topics, int rounds, int seed, CancellationToken cancel = default)
    {
        TorchRuntime.EnsurePrepared();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var random = new Generator((ulong)seed);
        var prior = 1.0 / topics;
        // About 1 each and none like another; a gamma distribution of so high a shape is as good as a normal one.
        var at = (randn([topics, counts.shape[1]], generator: random) / Math.Sqrt(Concentration) + 1).clamp_min(0.1);
        var parameters = ones(counts.shape[0], topics);
        for (var round = 0; round < rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var words = Expected(at);
            parameters = Mixtures(counts, words, prior, parameters, RoundsBetween).MoveToOuterDisposeScope();
            var mixtures = Expected(parameters);
            var next = (mixtures.t().mm(counts / mixtures.mm(words).add_(Least)) * words + prior).MoveToOuterDisposeScope();
            at.Dispose();
            at = next;
        }

        return new LatentDirichletAllocation(at.MoveToOuterDisposeScope(), prior);
    }

    /// <summary>How much of each row is of each topic.</summary>
    public Tensor Shares(Tensor counts)   // (B, Words) -> (B, Topics), rows of sum 1
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var mixtures = Mixtures(counts, Expected(_topics), _prior, ones(counts.shape[0], _topics.shape[0]), RoundsOfNew);
        return (mixtures / mixtures.sum(1, keepdim: true)).MoveToOuterDisposeScope();
    }

    public void Dispose() => _topics.Dispose();

    /// <summary>γ, the Dirichlet parameters of each row's mixture, some rounds from where they were.</summary>
    private static Tensor Mixtures(Tensor counts, Tensor words, double prior, Tensor at, int rounds)   // (B, Topics)
    {
        for (var round = 0; round < rounds; round++)
        {
            using var inner = NewDisposeScope();
            var mixtures = Expected(at);
            var next = (mixtures * (counts / mixtures.mm(words).add_(Least)).mm(words.t()) + prior).MoveToOuterDisposeScope();
            at.Dispose();
            at = next;
        }

        return at;
    }

    /// <summary>exp E[log p] of Dirichlet distributions, a row each.</summary>
    private static Tensor Expected(Tensor parameters)
    {
        using var scope = NewDisposeScope();
        return (parameters.digamma() - parameters.sum(1, keepdim: true).digamma()).exp().MoveToOuterDisposeScope();
    }
}
