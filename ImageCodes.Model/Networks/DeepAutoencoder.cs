using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// An autoencoder of fully connected layers of sigmoid units about a linear code (Hinton and Salakhutdinov 2006). It begins as
/// a stack of restricted Boltzmann machines, unrolled: the decoder's weights are the encoder's transposed, and go their own way
/// from there.
/// </summary>
internal sealed class DeepAutoencoder : Module<Tensor, Tensor>
{
    private readonly ModuleList<Linear> encoder;
    private readonly ModuleList<Linear> decoder;

    /// <param name="widths">Units of each layer, from the picture to the code.</param>
    public DeepAutoencoder(IReadOnlyList<int> widths)
        : base(nameof(DeepAutoencoder))
    {
        if (widths.Count < 2) throw new ArgumentException($"An autoencoder has a picture and a code at least; got {widths.Count} layers.", nameof(widths));
        TorchRuntime.EnsurePrepared();
        encoder = new ModuleList<Linear>([.. widths.Zip(widths.Skip(1), (inputs, outputs) => Linear(inputs, outputs))]);
        decoder = new ModuleList<Linear>([.. widths.Reverse().Zip(widths.Reverse().Skip(1), (inputs, outputs) => Linear(inputs, outputs))]);
        RegisterComponents();
    }

    /// <summary>Share of the units of each hidden layer that a training step leaves out (Srivastava et al. 2014). Default 0.</summary>
    public double Dropout { get; init; }

    /// <param name="machines">From the picture to the code, each taking what the one before gives.</param>
    /// <param name="dropout">See <see cref="Dropout"/>.</param>
    public static DeepAutoencoder Unroll(IReadOnlyList<RestrictedBoltzmannMachine> machines, double dropout = 0)
    {
        var network = new DeepAutoencoder([(int)machines[0].Weights.shape[0], .. machines.Select(machine => (int)machine.Weights.shape[1])]) { Dropout = dropout };
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (machine, place) in machines.Select((machine, place) => (machine, place)))
        {
            var (up, down) = (network.encoder[place], network.decoder[machines.Count - 1 - place]);
            up.weight.copy_(machine.Weights.t());
            up.bias!.copy_(machine.HiddenBias);
            down.weight.copy_(machine.Weights);
            down.bias!.copy_(machine.VisibleBias);
        }

        return network;
    }

    /// <summary>Pictures to their reconstructions.</summary>
    public override Tensor forward(Tensor pictures) => Decode(Encode(pictures)).sigmoid();   // (B, Pixels) -> (B, Pixels)

    /// <summary>Pictures to codes.</summary>
    public Tensor Encode(Tensor pictures) => Through(encoder, pictures);   // (B, Pixels), in [0, 1] -> (B, Code)

    /// <summary>Codes to pictures before the last sigmoid, as the cross-entropy takes them.</summary>
    public Tensor Decode(Tensor codes) => Through(decoder, codes);   // (B, Code) -> (B, Pixels)

    private Tensor Through(ModuleList<Linear> layers, Tensor input)
    {
        using var scope = NewDisposeScope();
        var at = layers[0].forward(input);
        foreach (var layer in layers.Skip(1)) at = layer.forward(functional.dropout(at.sigmoid(), Dropout, training));
        return at.MoveToOuterDisposeScope();
    }
}
