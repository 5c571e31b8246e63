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
    private readonly SigmoidLayers encoder;
    private readonly SigmoidLayers decoder;

    /// <param name="widths">Units of each layer, from the data to the code.</param>
    /// <param name="dropout">Share of the units of each hidden layer that a training step leaves out.</param>
    public DeepAutoencoder(IReadOnlyList<int> widths, double dropout = 0)
        : base(nameof(DeepAutoencoder))
    {
        encoder = new SigmoidLayers(widths) { Dropout = dropout };
        decoder = new SigmoidLayers([.. widths.Reverse()]) { Dropout = dropout };
        RegisterComponents();
    }

    /// <summary>How data lie about what is reconstructed. Default: as chances.</summary>
    public ObservationModel Visible { get; init; } = ObservationModel.Bernoulli;

    /// <param name="machines">From the data to the code, each taking what the one before gives.</param>
    /// <param name="dropout">Share of the units of each hidden layer that a training step leaves out.</param>
    public static DeepAutoencoder Unroll(IReadOnlyList<RestrictedBoltzmannMachine> machines, double dropout = 0)
    {
        var network = new DeepAutoencoder([(int)machines[0].Weights.shape[0], .. machines.Select(machine => (int)machine.Weights.shape[1])], dropout) { Visible = machines[0].Visible };
        using var scope = NewDisposeScope();
        network.encoder.Set(machines);
        foreach (var (machine, place) in machines.Reverse().Select((machine, place) => (machine, place)))
            network.decoder.Set(place, machine.Weights.t(), machine.VisibleBias);

        return network;
    }

    /// <summary>Data to their reconstructions.</summary>
    public override Tensor forward(Tensor data)   // (B, D) -> (B, D)
    {
        using var scope = NewDisposeScope();
        return Visible.Mean(Decode(Encode(data)), data).MoveToOuterDisposeScope();
    }

    /// <summary>Data to codes.</summary>
    public Tensor Encode(Tensor data) => encoder.forward(data);   // (B, D) -> (B, Code)

    /// <summary>Codes to what <see cref="Visible"/> takes for its outputs.</summary>
    public Tensor Decode(Tensor codes) => decoder.forward(codes);   // (B, Code) -> (B, D)
}
