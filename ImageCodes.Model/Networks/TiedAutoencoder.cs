using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// An autoencoder of one layer of sigmoid units whose decoder uses the encoder's weights, transposed: h = σ(xW + b), and outputs hWᵀ + c.
/// Its weights' gradient is therefore the sum of what comes from both uses.
/// </summary>
internal sealed class TiedAutoencoder : Module<Tensor, Tensor>
{
    private const double FirstDeviation = 0.01;

    private readonly Parameter weights;
    private readonly Parameter hidden_bias;
    private readonly Parameter visible_bias;

    /// <param name="inputs">Numbers of a row.</param>
    /// <param name="hidden">Units: fewer than inputs (undercomplete) or more (overcomplete).</param>
    /// <param name="visible">How data lie about what is reconstructed.</param>
    /// <param name="seed">Draws the first weights: small ones, since data do not wear off what they never ask about.</param>
    /// <param name="hiddenBias">Of each hidden unit at first; below 0, units begin by being seldom on.</param>
    public TiedAutoencoder(int inputs, int hidden, ObservationModel visible, int seed, double hiddenBias = 0)
        : base(nameof(TiedAutoencoder))
    {
        TorchRuntime.EnsurePrepared();
        Visible = visible;
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed);
        weights = Parameter((randn([inputs, hidden], generator: random) * FirstDeviation).DetachFromDisposeScope());
        hidden_bias = Parameter(full(hidden, hiddenBias).DetachFromDisposeScope());
        visible_bias = Parameter(zeros(inputs).DetachFromDisposeScope());
        RegisterComponents();
    }

    public ObservationModel Visible { get; }

    /// <summary>(Inputs, Hidden).</summary>
    public Tensor Weights => weights;

    /// <summary>(Hidden).</summary>
    public Tensor HiddenBias => hidden_bias;

    /// <summary>Data to their reconstructions.</summary>
    public override Tensor forward(Tensor data)   // (B, Inputs) -> (B, Inputs)
    {
        using var scope = NewDisposeScope();
        return Visible.Mean(Decode(Encode(data)), data).MoveToOuterDisposeScope();
    }

    /// <summary>Data to hidden units.</summary>
    public Tensor Encode(Tensor data)   // (B, Inputs) -> (B, Hidden), in (0, 1)
    {
        using var scope = NewDisposeScope();
        return data.matmul(weights).add_(hidden_bias).sigmoid().MoveToOuterDisposeScope();
    }

    /// <summary>Hidden units to what <see cref="Visible"/> takes for its outputs.</summary>
    public Tensor Decode(Tensor hidden)   // (B, Hidden) -> (B, Inputs)
    {
        using var scope = NewDisposeScope();
        return hidden.matmul(weights.t()).add_(visible_bias).MoveToOuterDisposeScope();
    }
}
