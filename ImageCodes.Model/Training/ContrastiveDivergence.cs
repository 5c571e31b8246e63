using System.ComponentModel.DataAnnotations;
using ImageCodes.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// How a restricted Boltzmann machine is learned. Defaults are those of Hinton and Salakhutdinov (2006), but for fewer epochs.
/// </summary>
internal sealed record DivergenceOptions
{
    /// <summary>Passes over the data. 1 to 1,000; default 10.</summary>
    [Range(1, 1_000)]
    public int Epochs { get; init; } = 10;

    /// <summary>Rows in a batch. Default 100.</summary>
    [Range(1, 100_000)]
    public int Batch { get; init; } = 100;

    /// <summary>Step size; where units are linear or real, a hundredth of the default is usual. Default 0.1.</summary>
    [Range(1e-6, 1)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Share of the weights that each step takes back. Default 0.0002.</summary>
    [Range(0.0, 1)]
    public double WeightDecay { get; init; } = 2e-4;
}

/// <summary>
/// Contrastive divergence with one step (Hinton 2002): what data make the units do together is learned, what the machine makes of
/// its own reconstruction is unlearned.
/// </summary>
internal static class ContrastiveDivergence
{
    private const double FirstMomentum = 0.5, Momentum = 0.9;
    private const int FirstEpochs = 5;

    /// <param name="machine">What is learned.</param>
    /// <param name="data">(N, Visible), as its visible units are.</param>
    /// <param name="options">How.</param>
    /// <param name="random">Draws orders and hidden states.</param>
    /// <param name="loop">Counts the steps; there are as many as <see cref="StepsOf"/> says.</param>
    public static void Learn(RestrictedBoltzmannMachine machine, Tensor data, DivergenceOptions options, Generator random, TrainingLoop loop)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var batches = new ShuffledBatches(data.shape[0], options.Batch, random);
        Tensor[] parameters = [machine.Weights, machine.VisibleBias, machine.HiddenBias];
        Tensor[] velocities = [.. parameters.Select(parameter => zeros_like(parameter))];
        loop.Run(step =>
        {
            using var inner = NewDisposeScope();
            var epoch = step / batches.InPass;
            var batch = data.index_select(0, batches.At(step));
            var (gradients, error) = Divergence(machine, batch, random);
            for (var i = 0; i < parameters.Length; i++)
            {
                var pull = i == 0 ? gradients[i] - parameters[i] * options.WeightDecay : gradients[i];   // biases do not decay
                velocities[i].mul_(epoch < FirstEpochs ? FirstMomentum : Momentum).add_(pull * options.LearningRate);
                parameters[i].add_(velocities[i]);
            }

            return new Dictionary<string, double> { ["reconstruction"] = error };
        });
    }

    /// <summary>How many steps a learning takes.</summary>
    public static int StepsOf(int rows, DivergenceOptions options) => ShuffledBatches.CountOf(rows, options.Batch) * options.Epochs;

    /// <summary>
    /// The direction of each parameter, for the weights &lt;v h&gt; of the data less &lt;v h&gt; of the reconstruction, and the squared
    /// error of a reconstruction. States are drawn once, for the data; means do for the rest, which is less noise.
    /// </summary>
    public static (Tensor[] Directions, double Error) Divergence(RestrictedBoltzmannMachine machine, Tensor data, Generator random)   // (B, Visible)
    {
        using var scope = NewDisposeScope();
        var hidden = machine.HiddenMeans(data);   // (B, Hidden)
        var drawn = machine.VisibleMeans(machine.Sample(hidden, random), data);   // (B, Visible)
        var hiddenOfDrawn = machine.HiddenMeans(drawn);
        Tensor[] directions =
        [
            (data.t().matmul(hidden) - drawn.t().matmul(hiddenOfDrawn)) / data.shape[0],   // (Visible, Hidden)
            (data - drawn).mean([0]),
            (hidden - hiddenOfDrawn).mean([0]),
        ];
        return ([.. directions.Select(direction => direction.MoveToOuterDisposeScope())], (data - drawn).pow(2).sum(1).mean().ToDouble());
    }
}
