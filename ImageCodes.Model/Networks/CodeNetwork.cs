using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// A deep autoencoder whose middle is a code (Hinton and Salakhutdinov 2006; Salakhutdinov and Hinton 2009): encoder,
/// code head, and the decoder that makes codes readable.
/// </summary>
public sealed class CodeNetwork : Module<Tensor, Tensor>
{
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
        return head.forward(encoder.forward((pictures * 4 - 2).to(Precision))).MoveToOuterDisposeScope();
    }

    /// <summary>Activations (or a code written as -1 and +1) to pictures.</summary>
    public Tensor Decode(Tensor activations) => decoder.forward(activations);   // (B, Bits) -> (B, 3, S, S), in (0, 1)
}
