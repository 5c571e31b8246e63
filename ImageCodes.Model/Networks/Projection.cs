using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Two layers between the encoder's features and the comparison of views, thrown away after training (Chen et al. 2020): what
/// views do not share is forgotten here, and not in the features.
/// </summary>
internal sealed class Projection : Module<Tensor, Tensor>
{
    private readonly Linear widen;
    private readonly BatchNorm1d norm;
    private readonly Linear narrow;
    private readonly double _length;

    public Projection(int features, int size)
        : base(nameof(Projection))
    {
        _length = Math.Sqrt(size);
        widen = Linear(features, features, hasBias: false);
        norm = BatchNorm1d(features);
        narrow = Linear(features, size, hasBias: false);
        RegisterComponents();
    }

    /// <summary>Neither matrix's scale matters: normalisation follows each.</summary>
    public IEnumerable<Parameter> ScaleFreeWeights => [widen.weight, narrow.weight];

    /// <summary>Points of the length that a code of as many bits has.</summary>
    public override Tensor forward(Tensor features)   // (B, Features) -> (B, Size)
    {
        using var scope = NewDisposeScope();
        var projected = narrow.forward(norm.forward(widen.forward(features)).relu_());
        return (functional.normalize(projected, dim: 1) * _length).MoveToOuterDisposeScope();
    }
}
