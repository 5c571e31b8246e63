using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Predictive sparse decomposition (Kavukcuoglu, Ranzato and LeCun 2008): a dictionary of atoms of length 1, and an encoder F(x) = g ∘
/// tanh(xW + b) that learns to say at once about what sparse coding finds in many steps.
/// </summary>
internal sealed class PredictiveSparseNetwork : Module<Tensor, Tensor>
{
    private readonly Parameter dictionary;
    private readonly Parameter gain;
    private readonly Linear encoder;

    /// <param name="inputs">Numbers of a row.</param>
    /// <param name="atoms">Of the dictionary.</param>
    /// <param name="seed">Draws the first atoms.</param>
    public PredictiveSparseNetwork(int inputs, int atoms, int seed)
        : base(nameof(PredictiveSparseNetwork))
    {
        TorchRuntime.Seed(seed);
        using var random = new Generator((ulong)seed);
        using var scope = NewDisposeScope();
        dictionary = Parameter(functional.normalize(randn([atoms, inputs], generator: random), dim: 1).DetachFromDisposeScope());
        gain = Parameter(ones(atoms).DetachFromDisposeScope());
        encoder = Linear(inputs, atoms);
        RegisterComponents();
    }

    /// <summary>(Atoms, Inputs), each row of length 1.</summary>
    public Tensor Dictionary => dictionary;

    /// <summary>(Inputs, Atoms): what the encoder looks for.</summary>
    public Tensor Filters => encoder.weight.t();

    /// <summary>The codes that the encoder predicts.</summary>
    public override Tensor forward(Tensor rows)   // (B, Inputs) -> (B, Atoms)
    {
        using var scope = NewDisposeScope();
        return (encoder.forward(rows).tanh() * gain).MoveToOuterDisposeScope();
    }

    /// <summary>What codes stand for.</summary>
    public Tensor Decode(Tensor codes) => codes.mm(dictionary);   // (B, Atoms) -> (B, Inputs)

    /// <summary>Brings each atom back to length 1: longer ones would make the codes cheap.</summary>
    public void Normalise()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        dictionary.copy_(functional.normalize(dictionary, dim: 1));
    }
}
