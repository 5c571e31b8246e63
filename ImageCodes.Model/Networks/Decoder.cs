using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// Draws the picture that a code stands for: the mirror of the encoder, narrower, ending in sub-pixels (Shi et al. 2016).
/// </summary>
internal sealed class Decoder : Module<Tensor, Tensor>
{
    private const int PixelsPerCell = 4;   // the last convolution gives 2 x 2 pixels for each cell

    private const int FirstSide = 4;

    private readonly Linear expand;
    private readonly Sequential stages;
    private readonly Convolution paint;
    private readonly int _width;

    public Decoder(CodeNetworkOptions options)
        : base(nameof(Decoder))
    {
        // One stage less for a picture of half the side.
        int[] widths = [options.Widths[2] / 2, options.Widths[1] / 2, options.Widths[0], options.Widths[0] / 2];
        widths = widths[..(int)Math.Log2(options.Side / FirstSide)];
        _width = widths[0];
        expand = Linear(options.Bits, _width * FirstSide * FirstSide);
        stages = Sequential(widths.Zip(widths.Skip(1), (inputs, outputs) => (Module<Tensor, Tensor>)new GrowingStage(inputs, outputs)));
        paint = new Convolution(widths[^1], 3 * PixelsPerCell, kernel: 3);
        RegisterComponents();
    }

    /// <summary>The numeric type the convolutions run in; the pictures come out in float32.</summary>
    public ScalarType Precision { get; set; } = float32;

    public override Tensor forward(Tensor activations)   // (B, Bits) -> (B, 3, S, S), in (0, 1)
    {
        using var scope = NewDisposeScope();
        var cells = expand.forward(activations).relu_().to(Precision).reshape(-1, FirstSide, FirstSide, _width).permute(0, 3, 1, 2);
        return functional.pixel_shuffle(paint.forward(stages.forward(cells)).to(float32), 2).sigmoid().MoveToOuterDisposeScope();
    }

    /// <summary>Draws other codes from now on: of those that it drew, as far as they follow from the others.</summary>
    /// <param name="map">(New Bits, Bits).</param>
    /// <param name="shift">(Bits): a code of before is about new code x map + shift.</param>
    public void Recode(Tensor map, Tensor shift)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        expand.bias!.add_(expand.weight.mv(shift));
        expand.weight.copy_(expand.weight.mm(map.t()));
    }

    /// <summary>Doubles the side by repeating cells, then smooths by a convolution: no checkerboard.</summary>
    private sealed class GrowingStage : Module<Tensor, Tensor>
    {
        private readonly Convolution convolution;
        private readonly BatchNorm2d norm;

        public GrowingStage(int inputs, int outputs)
            : base(nameof(GrowingStage))
        {
            convolution = new Convolution(inputs, outputs, kernel: 3);
            norm = BatchNorm2d(outputs);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)   // (B, Inputs, S, S) -> (B, Outputs, 2 S, 2 S)
        {
            using var scope = NewDisposeScope();
            var grown = functional.interpolate(input, scale_factor: [2, 2], mode: InterpolationMode.Nearest);
            return norm.forward(convolution.forward(grown)).relu_().MoveToOuterDisposeScope();
        }
    }
}
