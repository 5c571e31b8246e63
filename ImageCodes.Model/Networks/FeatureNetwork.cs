using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Makes of vectors the codes that <see cref="CodeNetwork"/> makes of pictures: layers of rectified units, each under batch normalisation
/// (Ioffe and Szegedy 2015), then a <see cref="CodeHead"/>.
/// </summary>
internal sealed class FeatureNetwork : Module<Tensor, Tensor>
{
    private readonly ModuleList<Linear> layers;
    private readonly ModuleList<BatchNorm1d> norms;
    private readonly CodeHead head;

    /// <param name="widths">Numbers of a vector, then units of each hidden layer.</param>
    /// <param name="bits">Length of the code.</param>
    public FeatureNetwork(IReadOnlyList<int> widths, int bits)
        : base(nameof(FeatureNetwork))
    {
        TorchRuntime.EnsurePrepared();
        layers = new ModuleList<Linear>([.. widths.Zip(widths.Skip(1), (inputs, outputs) => Linear(inputs, outputs, hasBias: false))]);
        norms = new ModuleList<BatchNorm1d>([.. widths.Skip(1).Select(width => BatchNorm1d(width))]);
        head = new CodeHead(widths[^1], bits);
        RegisterComponents();
    }

    /// <summary>
    /// Share of a vector's numbers, and of the units of each hidden layer, that a training step leaves out (Srivastava et al. 2014).
    /// Default 0.
    /// </summary>
    public double Dropout { get; init; }

    public override Tensor forward(Tensor vectors)   // (B, Numbers) -> (B, Bits), each in (-1, 1)
    {
        using var scope = NewDisposeScope();
        var at = functional.dropout(vectors, Dropout, training);
        foreach (var (layer, norm) in layers.Zip(norms)) at = functional.dropout(norm.forward(layer.forward(at)).relu(), Dropout, training);
        return head.forward(at).MoveToOuterDisposeScope();
    }
}
