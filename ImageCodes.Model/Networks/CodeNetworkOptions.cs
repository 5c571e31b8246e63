using System.ComponentModel.DataAnnotations;
using ImageCodes.Model.Imaging;

namespace ImageCodes.Model.Networks;

/// <summary>The shape of a code network. It is stored with the weights, so a model file says how to build itself.</summary>
public sealed record CodeNetworkOptions
{
    /// <summary>Length of the code in bits; a multiple of 64, at most 4,096. Default 256.</summary>
    [Range(64, 4_096)]
    public int Bits { get; init; } = 256;

    /// <summary>Side of the picture that the network sees, in pixels: 32 or 64. Default 64.</summary>
    [AllowedValues(32, 64)]
    public int Side { get; init; } = PictureDecoder.InputSize;

    /// <summary>
    /// Channels of the encoder's stages; each stage halves the picture's side. Three stages of 4 to 1,024; default 64, 256, 384.
    /// </summary>
    [Length(3, 3, ErrorMessage = "A network has three stages; this one names another number of widths, as those of the first version did.")]
    public IReadOnlyList<int> Widths { get; init; } = [64, 256, 384];

    /// <summary>
    /// Whether each stage has a third convolution, which adds to what the two before it found: better codes for a third more time. Default
    /// false.
    /// </summary>
    public bool Residual { get; init; }

    /// <summary>
    /// 0: a code is that of a picture and of its mirror image, half and half. 0.5: of the picture for two thirds, and for one third of the
    /// mirror image of its middle, <see cref="NetworkInput.MiddleShare"/> of its sides; what is cut out of a picture is then found better,
    /// and what it shows a little worse. Default 0.
    /// </summary>
    [AllowedValues(0.0, NetworkInput.MiddleShare)]
    public double Middle { get; init; }

    /// <summary>Lengths at which the code is a code of its own, ascending, the last the whole. Default 16, 32, 64, 128, 256.</summary>
    [MinLength(1)]
    public IReadOnlyList<int> Prefixes { get; init; } = [16, 32, 64, 128, 256];

    /// <summary>What weights must agree on to fit, in words.</summary>
    internal string Shape =>
        $"{Bits} bits, {Side} pixels a side and {(Residual ? "residual stages" : "stages")} of {string.Join(", ", Widths)} channels";

    /// <summary>Most channels of a stage: a model file may come from anywhere, and is built before its weights are read.</summary>
    private const int WidestStage = 1_024;

    /// <exception cref="ArgumentException">The numbers do not fit together; the message says which.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (Widths.Any(width => width is < 4 or > WidestStage))
            throw new ArgumentException($"A stage has 4 to {WidestStage:N0} channels; got {string.Join(", ", Widths)}.");
        if (Bits % 64 != 0) throw new ArgumentException($"A code's length must be a multiple of 64 bits; got {Bits}.");
        if (Prefixes[^1] != Bits || !Prefixes.SequenceEqual(Prefixes.Distinct().Order()) || Prefixes[0] < 1)
            throw new ArgumentException($"The prefixes must ascend to the code's {Bits} bits; got {string.Join(", ", Prefixes)}.");
    }
}
