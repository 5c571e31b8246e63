using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>
/// Spectral hashing (Weiss, Torralba and Fergus 2008): vectors taken as spread evenly over a box along their principal
/// components; bits are the signs of the box's eigenfunctions of lowest frequency, cos(kπx / width), of one component each.
/// </summary>
public static class SpectralHashing
{
    /// <param name="vectors">(N, D).</param>
    /// <param name="bits">1 or more; of the principal components, as many are looked at, or all.</param>
    public static ProjectionCoder Learn(Tensor vectors, int bits)
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
        var component = tensor(lowest.Select(mode => (long)mode.Component).ToArray());
        var frequency = tensor(lowest.Select(mode => mode.Frequency).ToArray()).to(vectors.dtype);
        return new ProjectionCoder(directions.index_select(1, component) * frequency, -low.index_select(0, component) * frequency, waves: true);
    }
}
