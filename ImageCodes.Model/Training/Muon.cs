using ImageCodes.Model.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Momentum whose step is made orthogonal, for weights whose scale does not matter (Jordan et al. 2024): each step moves every
/// direction of a weight matrix by the same amount, and the matrix is brought back to its length. libtorch has no such
/// optimiser.
/// </summary>
internal sealed class Muon : IDisposable
{
    private const double Momentum = 0.9;
    private const int Iterations = 3;

    private readonly List<(Parameter Weight, Tensor Velocity)> _weights;

    public Muon(IEnumerable<Parameter> weights) =>
        _weights = [.. weights.Select(weight => (weight, zeros_like(weight).detach().DetachFromDisposeScope()))];

    /// <summary>By place, for a checkpoint.</summary>
    public IReadOnlyDictionary<string, Tensor> State =>
        _weights.Select((pair, place) => (pair.Velocity, place)).ToDictionary(pair => $"velocity.{pair.place}", pair => pair.Velocity);

    /// <param name="rate">How far each direction moves, as a share of the weights' length.</param>
    public void Step(double rate)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (weight, velocity) in _weights)
        {
            if (weight.grad is not { } gradient) continue;
            velocity.mul_(Momentum).add_(gradient);
            var direction = (gradient + velocity * Momentum).flatten(1);   // (Out, In), Nesterov's look ahead
            weight.mul_(Math.Sqrt(weight.shape[0]) / (weight.norm().ToSingle() + 1e-7));
            weight.add_(Orthogonal(direction).reshape(weight.shape), alpha: -rate);
        }
    }

    public void Dispose() => _weights.ForEach(pair => pair.Velocity.Dispose());

    /// <summary>
    /// The nearest matrix whose singular values are all about 1, by Newton and Schulz's iteration with coefficients that
    /// need few steps (Jordan et al. 2024).
    /// </summary>
    private static Tensor Orthogonal(Tensor matrix)   // (Out, In) -> (Out, In)
    {
        const double a = 3.4445, b = -4.7750, c = 2.0315;
        using var scope = NewDisposeScope();
        var tall = matrix.shape[0] > matrix.shape[1];
        var x = (matrix / (matrix.norm() + 1e-7)).to(TorchRuntime.HasFastBFloat16 ? bfloat16 : float32);
        if (tall) x = x.t();
        for (var i = 0; i < Iterations; i++)
        {
            var gram = x.matmul(x.t());
            x = a * x + (b * gram + c * gram.matmul(gram)).matmul(x);
        }

        return (tall ? x.t() : x).to(float32).MoveToOuterDisposeScope();
    }
}
