using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace ImageCodes.Model.Imaging;

/// <summary>
/// Lets pictures that are held whole be decoded side by side as long as they have no more pixels together than one alone may have, so that
/// many of the largest cost no more memory than one. They wait in turn.
/// </summary>
/// <param name="pixels">How many one picture may have.</param>
[SuppressMessage("Design", "CA1001", Justification = "A limiter that nobody waits for holds nothing to give back.")]
internal sealed class PixelBudget(long pixels)
{
    private const int Unit = 1_000;   // a permit's pixels: there may be 4 billion, and permits are counted in 32 bits

    private readonly ConcurrencyLimiter _limiter =
        new(new ConcurrencyLimiterOptions { PermitLimit = Permits(pixels), QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>Whether someone waits.</summary>
    internal bool IsAwaited => _limiter.GetStatistics()!.CurrentQueuedCount > 0;

    /// <summary>
    /// Waits until there is room for <paramref name="wanted"/> pixels, at most as many as one picture may have; they are given back by
    /// disposing of the answer.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was.</exception>
    public IDisposable Take(long wanted, CancellationToken cancel) =>
        _limiter.AcquireAsync(Permits(wanted), cancel).AsTask().GetAwaiter().GetResult();

    private static int Permits(long pixels) => (int)((pixels + Unit - 1) / Unit);
}
