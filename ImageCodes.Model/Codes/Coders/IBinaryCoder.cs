using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>Turns real vectors into bits, as it learned from some of them. What a network's own bits are measured against.</summary>
public interface IBinaryCoder : IDisposable
{
    /// <summary>Length of its codes.</summary>
    int Bits { get; }

    /// <summary>A code for each row.</summary>
    /// <param name="vectors">(N, D), real; D as learned.</param>
    IReadOnlyList<BinaryCode> Encode(Tensor vectors);
}
