using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Batches of rows: each row once a pass, in an order drawn anew for each; what does not fill a batch waits for another pass.
/// </summary>
/// <param name="rows">How many there are.</param>
/// <param name="batch">In a batch; all, where there are fewer.</param>
/// <param name="random">Draws the orders.</param>
internal sealed class ShuffledBatches(long rows, int batch, Generator random) : IDisposable
{
    private Tensor? _order;

    /// <summary>Rows in a batch.</summary>
    public int Size { get; } = (int)Math.Min(batch, rows);

    /// <summary>Batches in a pass.</summary>
    public int InPass { get; } = CountOf(rows, batch);

    /// <summary>How many batches there are in a pass over rows.</summary>
    public static int CountOf(long rows, int batch) => (int)(rows / Math.Min(batch, rows));

    /// <summary>The places of a step's rows, (Size). Steps come one after the other.</summary>
    public Tensor At(int step)
    {
        var place = step % InPass * Size;
        if (place == 0)
        {
            _order?.Dispose();
            _order = randperm(rows, generator: random).DetachFromDisposeScope();
        }

        return _order![place..(place + Size)];
    }

    public void Dispose() => _order?.Dispose();
}
