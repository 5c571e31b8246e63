using System.Runtime;

namespace ImageCodes.Model.Networks;

/// <summary>
/// While it lives, the garbage collector does not work beside the program. TorchSharp frees the native number of a sum or product when the
/// collector comes during the call; one that works beside the program may come at any moment, one that does not, only when some thread
/// allocates. For whatever computes long; see <see cref="Scalars"/> for what answers searches.
/// </summary>
internal sealed class QuietCollector : IDisposable
{
    private readonly GCLatencyMode _usual = GCSettings.LatencyMode;

    public QuietCollector() => GCSettings.LatencyMode = GCLatencyMode.Batch;

    public void Dispose() => GCSettings.LatencyMode = _usual;
}
