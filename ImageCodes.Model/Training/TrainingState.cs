using ImageCodes.Model.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>What training changes: the network, one proxy a label, and the optimisers' memory of both.</summary>
internal sealed class TrainingState : IDisposable
{
    // Proxies see few gradients each and start far from their pictures, so they move faster (Teh et al. 2020).
    private const double ProxyPace = 10;
    private const double AdamPace = 0.04;   // of biases, norms and the decoder's ends, as a share of Muon's rate

    private readonly Muon _muon;

    /// <param name="network">What is learned.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="projected">Size of the views' projection; 0 for none.</param>
    public TrainingState(CodeNetwork network, int labels, int projected)
    {
        Network = network;
        Proxies = new Parameter(randn(Math.Max(1, labels), network.Options.Bits).DetachFromDisposeScope());
        if (projected > 0) Projection = new Projection(network.Features, projected);
        var scaleFree = network.ScaleFreeWeights.Concat(Projection?.ScaleFreeWeights ?? []).ToList();
        _muon = new Muon(scaleFree);
        var others = network.parameters().Concat(Projection?.parameters() ?? [])
            .Where(weight => weight.requires_grad && !scaleFree.Any(other => ReferenceEquals(other, weight)));
        Adam = optim.AdamW([new AdamW.ParamGroup(others), new AdamW.ParamGroup([Proxies])], weight_decay: 0);
    }

    public CodeNetwork Network { get; }

    /// <summary>(Labels, Bits).</summary>
    public Parameter Proxies { get; }

    /// <summary>By which views are compared; null where their codes are.</summary>
    public Projection? Projection { get; }

    public optim.Optimizer Adam { get; }

    /// <summary>Everything but Adam's memory, by name.</summary>
    public Dictionary<string, Tensor> Tensors()
    {
        var tensors = Network.state_dict();
        tensors["proxies"] = Proxies;
        foreach (var (name, tensor) in _muon.State) tensors[name] = tensor;
        foreach (var (name, tensor) in Projection?.state_dict() ?? []) tensors[$"projection.{name}"] = tensor;
        return tensors;
    }

    public void ClearGradients()
    {
        Network.zero_grad();
        Projection?.zero_grad();
        Adam.zero_grad();
    }

    public void Step(double rate)
    {
        _muon.Step(rate);
        var paces = new[] { AdamPace, AdamPace * ProxyPace };
        foreach (var (group, pace) in Adam.ParamGroups.Zip(paces)) group.LearningRate = rate * pace;
        Adam.step();
    }

    /// <summary>The network stays.</summary>
    public void Dispose()
    {
        _muon.Dispose();
        Adam.Dispose();
        Proxies.Dispose();
        Projection?.Dispose();
    }
}
