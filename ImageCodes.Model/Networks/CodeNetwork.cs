using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// A deep autoencoder whose middle is a code (Hinton and Salakhutdinov 2006; Salakhutdinov and Hinton 2009): encoder,
/// code head, and the decoder that makes codes readable.
/// </summary>
public sealed class CodeNetwork : Module<Tensor, Tensor>
{
    private static readonly Scalar Four = 4.0f;
    private static readonly Scalar MinusTwo = -2.0f;

    private readonly Encoder encoder;
    private readonly CodeHead head;
    private readonly Decoder decoder;

    /// <exception cref="ArgumentException">The options do not fit together.</exception>
    public CodeNetwork(CodeNetworkOptions options)
        : base(nameof(CodeNetwork))
    {
        options.Validate();
        TorchRuntime.EnsurePrepared();
        Options = options;
        encoder = new Encoder(options);
        head = new CodeHead(encoder.Features, options.Bits);
        decoder = new Decoder(options);
        RegisterComponents();
    }

    public CodeNetworkOptions Options { get; }

    /// <summary>The type the convolutions run in: float32, or bfloat16 in training where the processor has it.</summary>
    public ScalarType Precision
    {
        get => decoder.Precision;
        set => decoder.Precision = value;
    }

    /// <summary>Pictures to activations; the signs are the code.</summary>
    public override Tensor forward(Tensor pictures)   // (B, 3, S, S), in [0, 1] -> (B, Bits), in (-1, 1)
    {
        using var scope = NewDisposeScope();
        return Code(Describe(pictures)).MoveToOuterDisposeScope();
    }

    /// <summary>How many features the encoder has before they become a code.</summary>
    internal int Features => encoder.Features;

    /// <summary>The first half of <see cref="forward"/>: what the encoder sees in pictures.</summary>
    internal Tensor Describe(Tensor pictures)   // (B, 3, S, S), in [0, 1] -> (B, Features)
    {
        using var scope = NewDisposeScope();
        return encoder.forward(Centred(pictures).to(Precision)).to(float32).MoveToOuterDisposeScope();
    }

    /// <summary>What makes activations of features.</summary>
    internal nn.Module Head => head;

    /// <summary>The second half: features to activations.</summary>
    internal Tensor Code(Tensor features) => head.forward(features);   // (B, Features) -> (B, Bits), in (-1, 1)

    /// <inheritdoc cref="Decoder.Recode"/>
    internal void Recode(Tensor map, Tensor shift) => decoder.Recode(map, shift);

    /// <summary>Fits the first layer to pictures, before anything is learned.</summary>
    internal void Whiten(Tensor pictures)   // (B, 3, S, S), in [0, 1]
    {
        using var scope = NewDisposeScope();
        encoder.Whiten(Centred(pictures));
    }

    /// <summary>
    /// The weights whose scale does not matter, since batch normalisation or a comparison of directions follows them: those
    /// of all convolutions and projections but the decoder's first and last layer.
    /// </summary>
    internal IEnumerable<Parameter> ScaleFreeWeights => named_parameters()
        .Where(named => named.parameter.requires_grad && named.parameter.dim() > 1
            && !named.name.StartsWith("decoder.expand", StringComparison.Ordinal) && !named.name.StartsWith("decoder.paint", StringComparison.Ordinal))
        .Select(named => named.parameter);

    private static Tensor Centred(Tensor pictures) => pictures.Scaled(Four, MinusTwo);   // (B, 3, S, S), in [0, 1] -> in [-2, 2]

    /// <summary>Activations (or a code written as -1 and +1) to pictures.</summary>
    public Tensor Decode(Tensor activations) => decoder.forward(activations);   // (B, Bits) -> (B, 3, S, S), in (0, 1)
}
