using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>The coders that learn from vectors alone, by the names that people call them. The first bits of each are a code too.</summary>
public static class CoderCatalogue
{
    private const string Spectral = "sh";

    private static readonly Dictionary<string, Func<Tensor, IReadOnlyList<int>, int, ProjectionCoder>> Learners = new()
    {
        ["lsh"] = (vectors, prefixes, seed) => LocalitySensitiveHashing.Learn(vectors, prefixes[^1], seed),
        ["pcah"] = (vectors, prefixes, _) => PrincipalComponentHashing.Learn(vectors, prefixes[^1]),
        ["itq"] = IterativeQuantization.Learn,
        [Spectral] = (vectors, prefixes, _) => SpectralHashing.Learn(vectors, prefixes[^1]),
    };

    public static IReadOnlyCollection<string> Names => Learners.Keys;

    /// <summary>A name that is not one of <see cref="Names"/>, as a sentence; null for one that is.</summary>
    public static string? Refuse(string name) =>
        Learners.ContainsKey(name) ? null : $"There is no coder '{name}'; there are {string.Join(", ", Names)}.";

    /// <summary>Whether a coder's bits are stripes instead of sides of planes.</summary>
    internal static bool RunsInWaves(string name) => name == Spectral;

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="vectors">(N, D) to learn from.</param>
    /// <param name="prefixes">
    /// Lengths at which a code is a code of its own, ascending, the last the whole; for pcah and itq at most D.
    /// </param>
    /// <param name="seed">Seeds what chance decides.</param>
    /// <exception cref="ArgumentException">There is no coder of that name.</exception>
    public static ProjectionCoder Learn(string name, Tensor vectors, IReadOnlyList<int> prefixes, int seed = 1) =>
        Refuse(name) is { } reason ? throw new ArgumentException(reason, nameof(name)) : Learners[name](vectors, prefixes, seed);
}
