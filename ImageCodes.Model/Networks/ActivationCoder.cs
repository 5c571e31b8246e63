using ImageCodes.Model.Codes.Coders;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Other bits from the same network: a coder of the literature, learned from the activations of some pictures, makes the numbers whose
/// signs are the code. The decoder goes on to see activations, as least squares guess them from the bits.
/// </summary>
public sealed class ActivationCoder : IDisposable
{
    private const float SmallestSpread = 1e-6f;   // of numbers of about 1: less is their rounding

    private static readonly Scalar MinusOne = -1f, One = 1f;

    private readonly ProjectionCoder _coder;
    private readonly Tensor _weights;   // (Bits, Bits): from bits to activations
    private readonly Tensor _offsets;   // (Bits)

    private ActivationCoder(string name, ProjectionCoder coder, Tensor weights, Tensor offsets) =>
        (Name, _coder, _weights, _offsets) = (name, coder, weights.MoveToOuterDisposeScope().DetachFromDisposeScope(), offsets.MoveToOuterDisposeScope().DetachFromDisposeScope());

    /// <summary>One of <see cref="CoderCatalogue.Names"/>.</summary>
    public string Name { get; }

    /// <summary>What a model file keeps of it, by name.</summary>
    internal IReadOnlyDictionary<string, Tensor> Tensors => new Dictionary<string, Tensor>
    {
        ["coder.directions"] = _coder.Directions,
        ["coder.offsets"] = _coder.Offsets,
        ["coder.back.weights"] = _weights,
        ["coder.back.offsets"] = _offsets,
    };

    /// <param name="name">One of <see cref="CoderCatalogue.Names"/>.</param>
    /// <param name="activations">(N, Bits), of pictures like those that will be searched.</param>
    /// <param name="prefixes">Lengths at which a code is a code of its own, ascending; the last is Bits.</param>
    /// <param name="seed">Seeds what chance decides.</param>
    /// <exception cref="ArgumentException">
    /// There is no coder of that name, or there are fewer pictures than bits, or they are all the same.
    /// </exception>
    public static ActivationCoder Learn(string name, Tensor activations, IReadOnlyList<int> prefixes, int seed)
    {
        if (Refuse(name, prefixes[^1], (int)activations.shape[0]) is { } reason) throw new ArgumentException(reason, nameof(name));
        using var scope = NewDisposeScope();
        if ((activations - activations.mean([0])).abs().mean().item<float>() < SmallestSpread)
            throw new ArgumentException("These pictures all look the same to the network: no bits tell them apart.", nameof(activations));
        var coder = CoderCatalogue.Learn(name, activations, prefixes, seed);
        if (!coder.Waves)
        {
            // tanh then bounds how sure a bit can be, at the same distance from every plane.
            using var unscaled = coder;
            var scale = 1 / coder.Project(activations).abs().mean();
            coder = new ProjectionCoder(coder.Directions * scale, coder.Offsets * scale);
        }

        var bits = Numbers(coder, activations).sign();
        var back = LeastSquares.Fit(cat([bits, ones(bits.shape[0], 1)], 1), activations);   // (Bits + 1, Bits)
        return new ActivationCoder(name, coder, back[..^1].contiguous(), back[^1].clone());
    }

    /// <summary>Why such a coder cannot be learned, as a sentence; null where it can.</summary>
    /// <param name="name">Of the coder.</param>
    /// <param name="bits">Of its codes.</param>
    /// <param name="pictures">To learn from: fewer than bits vary in fewer directions than there are bits.</param>
    public static string? Refuse(string name, int bits, int pictures) => CoderCatalogue.Refuse(name)
        ?? (pictures < bits ? $"A coder of {bits} bits learns from at least {bits} pictures; there are {pictures}." : null);

    /// <summary>Room for one that a model file holds.</summary>
    internal static ActivationCoder Empty(string name, int bits)
    {
        if (CoderCatalogue.Refuse(name) is { } reason) throw new ArgumentException(reason, nameof(name));
        using var scope = NewDisposeScope();
        return new ActivationCoder(name, new ProjectionCoder(zeros(bits, bits), zeros(bits), CoderCatalogue.RunsInWaves(name)), zeros(bits, bits), zeros(bits));
    }

    /// <summary>The numbers whose signs are the code: (B, Bits) to (B, Bits), in [-1, 1].</summary>
    public Tensor Code(Tensor activations) => Numbers(_coder, activations);

    /// <summary>Back: (B, Bits) to (B, Bits), in [-1, 1].</summary>
    public Tensor Recall(Tensor numbers)
    {
        using var scope = NewDisposeScope();
        return numbers.mm(_weights).Plus(_offsets).clamp(MinusOne, One).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _coder.Dispose();
        _weights.Dispose();
        _offsets.Dispose();
    }

    private static Tensor Numbers(ProjectionCoder coder, Tensor activations)
    {
        using var scope = NewDisposeScope();
        var projected = coder.Project(activations);
        return (coder.Waves ? projected.alias() : projected.tanh()).MoveToOuterDisposeScope();
    }
}
