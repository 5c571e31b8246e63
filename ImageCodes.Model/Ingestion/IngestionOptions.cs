using System.ComponentModel.DataAnnotations;

namespace ImageCodes.Model.Ingestion;

/// <summary>How pictures are taken in.</summary>
public sealed class IngestionOptions
{
    /// <summary>
    /// Pictures encoded and stored together: their rows in one transaction, then their codes in another. 1 to 1,024; default 64.
    /// </summary>
    [Range(1, 1_024)]
    public int BatchSize { get; set; } = 64;

    /// <summary>Pictures decoded side by side. 0 to 256; default 0: as many as there are processor cores.</summary>
    [Range(0, 256)]
    public int Workers { get; set; }

    /// <summary>Decoded pictures that may wait to be encoded; then decoding waits. 1 to 10,000; default 256.</summary>
    [Range(1, 10_000)]
    public int Capacity { get; set; } = 256;

    internal int WorkerCount => Workers > 0 ? Workers : Environment.ProcessorCount;
}
