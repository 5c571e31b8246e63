using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>The coders that learn from vectors alone, by the names that people call them.</summary>
public static class CoderCatalogue
{
    private static readonly Dictionary<string, Func<Tensor, int, int, IBinaryCoder>> Learners = new()
    {
        ["lsh"] = LocalitySensitiveHashing.Learn,
        ["pcah"] = (vectors, bits, _) => PrincipalComponentHashing.Learn(vectors, bits),
        ["itq"] = IterativeQuantization.Learn,
        ["sh"] = (vectors, bits, _) => SpectralHashing.Learn(vectors, bits),
    };

    public static IReadOnlyCollection<string> Names => Learners.Keys;

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="vectors">(N, D) to learn from.</param>
    /// <param name="bits">Length of the codes; for pcah and itq at most D.</param>
    /// <param name="seed">Seeds what chance decides.</param>
    /// <exception cref="ArgumentException">There is no coder of that name.</exception>
    public static IBinaryCoder Learn(string name, Tensor vectors, int bits, int seed = 1) => Learners.TryGetValue(name, out var learn)
        ? learn(vectors, bits, seed)
        : throw new ArgumentException($"There is no coder '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
}
