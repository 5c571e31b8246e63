using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// The distribution of data given what a network puts out, so that the loss of a reconstruction is -log p(x | μ) (Rumelhart, Durbin,
/// Golden and Chauvin 1995). In all three the gradient of the loss by the outputs is μ - x, the outputs being the natural parameters.
/// </summary>
internal abstract class ObservationModel
{
    /// <summary>Each number is 1 with a chance of its own, or stands for that chance: cross-entropy.</summary>
    public static ObservationModel Bernoulli { get; } = new Chances();

    /// <summary>Each number lies about its mean with variance 1: squared error.</summary>
    public static ObservationModel Gaussian { get; } = new Reals();

    /// <summary>Counts of so many draws from one distribution, as words of a document are: the cross-entropy of each word.</summary>
    public static ObservationModel Multinomial { get; } = new Counts();

    /// <summary>μ.</summary>
    /// <param name="outputs">(B, D), any numbers.</param>
    /// <param name="data">(B, D): only the number of draws is taken from it, where there is one.</param>
    public abstract Tensor Mean(Tensor outputs, Tensor data);   // (B, D)

    /// <summary>-log p(x | μ) in nats, less what does not depend on μ; mean over rows.</summary>
    public abstract Tensor Loss(Tensor outputs, Tensor data);   // (B, D), (B, D) -> ()

    private sealed class Chances : ObservationModel
    {
        public override Tensor Mean(Tensor outputs, Tensor data) => outputs.sigmoid();

        public override Tensor Loss(Tensor outputs, Tensor data)
        {
            using var scope = NewDisposeScope();
            return (nn.functional.binary_cross_entropy_with_logits(outputs, data, reduction: nn.Reduction.Sum) / data.shape[0]).MoveToOuterDisposeScope();
        }
    }

    private sealed class Reals : ObservationModel
    {
        public override Tensor Mean(Tensor outputs, Tensor data) => outputs.alias();

        public override Tensor Loss(Tensor outputs, Tensor data)
        {
            using var scope = NewDisposeScope();
            return ((outputs - data).square().sum() / (2 * data.shape[0])).MoveToOuterDisposeScope();
        }
    }

    private sealed class Counts : ObservationModel
    {
        public override Tensor Mean(Tensor outputs, Tensor data)
        {
            using var scope = NewDisposeScope();
            return (outputs.softmax(1) * data.sum(1, keepdim: true)).MoveToOuterDisposeScope();
        }

        public override Tensor Loss(Tensor outputs, Tensor data)
        {
            using var scope = NewDisposeScope();
            return ((outputs.log_softmax(1) * data).sum() / -data.shape[0]).MoveToOuterDisposeScope();
        }
    }
}
