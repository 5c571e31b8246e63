using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>
/// Spectral hashing (Weiss, Torralba and Fergus 2008): vectors taken as spread evenly over a box along their principal
/// components; bits are the signs of the box's eigenfunctions of lowest frequency, sin(π/2 + kπx / width), of one component each.
/// </summary>
public sealed class SpectralHashing : IBinaryCoder
{
    private readonly Tensor _directions;    // (D, Components)
    private readonly Tensor _low;           // (Components): where the box begins
    private readonly Tensor _component;     // (Bits): which component a bit looks at
    private readonly Tensor _frequency;     // (Bits): kπ / width

    private SpectralHashing(Tensor directions, Tensor low, Tensor component, Tensor frequency) =>
        (_directions, _low, _component, _frequency) = (directions.DetachFromDisposeScope(), low.DetachFromDisposeScope(), component.DetachFromDisposeScope(), frequency.DetachFromDisposeScope());

    public int Bits => (int)_component.shape[0];

    /// <param name="vectors">(N, D).</param>
    /// <param name="bits">1 or more; of the principal components, as many are looked at, or all.</param>
    public static SpectralHashing Learn(Tensor vectors, int bits)
    {
        using var scope = NewDisposeScope();
        var (_, directions) = PrincipalDirections.Of(vectors, (int)Math.Min(bits, vectors.shape[1]));
        var components = vectors.mm(directions);
        var low = components.min(0).values;
        var widths = (components.max(0).values - low).to(ScalarType.Float64).data<double>().ToArray();
        var lowest = Enumerable.Range(0, widths.Length).Where(component => widths[component] > 0)
            .SelectMany(component => Enumerable.Range(1, bits).Select(k => (Component: component, Frequency: k * Math.PI / widths[component])))
            .OrderBy(mode => mode.Frequency).ThenBy(mode => mode.Component).Take(bits).ToList();
        if (lowest.Count < bits) throw new ArgumentException($"Vectors that are all equal have no {bits} bits.", nameof(vectors));
        return new SpectralHashing(
            directions.MoveToOuterDisposeScope(), low.MoveToOuterDisposeScope(),
            tensor(lowest.Select(mode => (long)mode.Component).ToArray()).MoveToOuterDisposeScope(),
            tensor(lowest.Select(mode => mode.Frequency).ToArray()).to(vectors.dtype).MoveToOuterDisposeScope());
    }

    public IReadOnlyList<BinaryCode> Encode(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        var components = (vectors.mm(_directions) - _low).index_select(1, _component);   // (N, Bits)
        return Signs.ToCodes((components * _frequency + Math.PI / 2).sin());
    }

    public void Dispose()
    {
        foreach (var part in new[] { _directions, _low, _component, _frequency }) part.Dispose();
    }
}
