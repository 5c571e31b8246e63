using ImageCodes.Model.Codes.Coders;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Logistic principal component analysis (Schein, Saul and Ungar 2003): each chance in a row is the sigmoid of a point in a plane of few
/// dimensions. Learned by the majorisation of de Leeuw (2006): where θ are the points so far, the plane of least squares through θ + 4 (x -
/// σ(θ)) is a better one.
/// </summary>
internal sealed class LogisticComponents : IDisposable
{
    private const double Steepest = 4;   // one over the largest slope of the sigmoid

    private readonly Tensor _mean;         // (D)
    private readonly Tensor _directions;   // (D, Components)
    private readonly int _rounds;

    private LogisticComponents(Tensor mean, Tensor directions, int rounds) =>
        (_mean, _directions, _rounds) = (mean.DetachFromDisposeScope(), directions.DetachFromDisposeScope(), rounds);

    /// <param name="rows">(N, D), in [0, 1].</param>
    /// <param name="components">Dimensions of the plane.</param>
    /// <param name="rounds">Each makes the plane a little better.</param>
    /// <param name="told">Told of each round.</param>
    /// <param name="cancel">Stops after the round in progress.</param>
    public static LogisticComponents Learn(Tensor rows, int components, int rounds, Action<int>? told = null, CancellationToken cancel = default)
    {
        TorchRuntime.EnsurePrepared();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var points = zeros_like(rows);
        Tensor? mean = null, directions = null;
        for (var round = 0; round < rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var better = Better(points, rows);
            var (middle, widest) = PrincipalDirections.Of(better, components);
            var next = Project(better, middle, widest);
            foreach (var old in new[] { points, mean, directions }) old?.Dispose();
            (points, mean, directions) = (next.MoveToOuterDisposeScope(), middle.MoveToOuterDisposeScope(), widest.MoveToOuterDisposeScope());
            told?.Invoke(round + 1);
        }

        return new LogisticComponents(mean!.MoveToOuterDisposeScope(), directions!.MoveToOuterDisposeScope(), rounds);
    }

    /// <summary>The chances that the best point of the plane gives, for each row.</summary>
    public Tensor Reconstruct(Tensor rows, CancellationToken cancel = default)   // (B, D) -> (B, D)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var points = zeros_like(rows);
        for (var round = 0; round < _rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var next = Project(Better(points, rows), _mean, _directions).MoveToOuterDisposeScope();
            points.Dispose();
            points = next;
        }

        return points.sigmoid().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _mean.Dispose();
        _directions.Dispose();
    }

    private static Tensor Better(Tensor points, Tensor rows) => points + (rows - points.sigmoid()) * Steepest;

    private static Tensor Project(Tensor points, Tensor mean, Tensor directions) =>
        (points - mean).mm(directions).mm(directions.t()) + mean;
}
