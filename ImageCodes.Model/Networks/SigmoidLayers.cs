using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Fully connected layers with sigmoids between them; the last is linear. Learned in bfloat16 where the processor multiplies it; used in
/// float32.
/// </summary>
internal sealed class SigmoidLayers : Module<Tensor, Tensor>
{
    private readonly ModuleList<Linear> layers;

    /// <param name="widths">Units of each layer, from the input to the output.</param>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public SigmoidLayers(params IReadOnlyList<int> widths)
        : base(nameof(SigmoidLayers))
    {
        if (widths.Count < 2)
            throw new ArgumentException($"A network has an input and an output at least; got {widths.Count} layers.", nameof(widths));
        TorchRuntime.EnsurePrepared();
        layers = new ModuleList<Linear>([.. widths.Zip(widths.Skip(1), (inputs, outputs) => Linear(inputs, outputs))]);
        foreach (var hidden in layers.SkipLast(1)) Begin(hidden);
        RegisterComponents();
    }

    /// <summary>Share of the units of each hidden layer that a training step leaves out (Srivastava et al. 2014). Default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>What the units of the lowest layer look for, (Inputs, Outputs).</summary>
    public Tensor Filters => layers[0].weight!.t();

    /// <summary>Sets a layer to what was learned elsewhere.</summary>
    /// <param name="place">0 for the layer above the input.</param>
    /// <param name="weights">(Inputs, Outputs).</param>
    /// <param name="bias">(Outputs).</param>
    public void Set(int place, Tensor weights, Tensor bias)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        layers[place].weight.copy_(weights.t());
        layers[place].bias!.copy_(bias);
    }

    /// <summary>Sets the lowest layers to what machines learned.</summary>
    /// <param name="machines">From the data up.</param>
    public void Set(IEnumerable<RestrictedBoltzmannMachine> machines)
    {
        foreach (var (machine, place) in machines.Select((machine, place) => (machine, place))) Set(place, machine.Weights, machine.HiddenBias);
    }

    public override Tensor forward(Tensor input)   // (B, Inputs) -> (B, Outputs)
    {
        using var scope = NewDisposeScope();
        var at = Through(layers[0], input);
        foreach (var layer in layers.Skip(1)) at = Through(layer, functional.dropout(at.sigmoid(), Dropout, training));
        return at.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// As wide as sigmoids need it (Glorot and Bengio 2010): of smaller weights, what tells two inputs apart fades from layer to layer.
    /// </summary>
    private static void Begin(Linear hidden)
    {
        using var _ = no_grad();
        var most = 4 * Math.Sqrt(6.0 / (hidden.in_features + hidden.out_features));
        init.uniform_(hidden.weight, -most, most);
        init.zeros_(hidden.bias!);
    }

    private Tensor Through(Linear layer, Tensor input)
    {
        if (!training || !TorchRuntime.HasFastBFloat16) return layer.forward(input);
        return functional.linear(input.to(bfloat16), layer.weight.to(bfloat16)).to(float32) + layer.bias!;
    }
}
