using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageCodes.Model.Networks;

/// <summary>
/// A convolution whose weights stay in float32 and are cast to the input's type as they are used, so that one network
/// trains in bfloat16 and answers in float32. Channels-last by strides, which the CPU's kernels prefer. In evaluation mode the
/// weights are made ready once for answers in float32, which else takes longer than encoding one picture: for
/// <see cref="WinogradConvolution"/>, which keeps no gradient, or laid out so. That waits until they are first asked, which those of a
/// decoder often never are. Who changes them then calls <c>eval</c> again.
/// </summary>
internal sealed class Convolution : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly int _padding;
    private readonly bool _fitsWinograd;
    private readonly Lock _readying = new();
    private WinogradConvolution? _quick;   // both are null in training, where each step changes the weights, and until they are asked
    private Tensor? _laidOut;

    public Convolution(int inputs, int outputs, int kernel)
        : base(nameof(Convolution))
    {
        _padding = kernel / 2;
        weight = new Parameter(empty(outputs, inputs, kernel, kernel));
        _fitsWinograd = WinogradConvolution.Fits(weight);
        init.kaiming_normal_(weight, mode: init.FanInOut.FanIn, nonlinearity: init.NonlinearityType.ReLU);
        RegisterComponents();
    }

    public override void train(bool on = true)
    {
        base.train(on);
        DisposeOfReady();
    }

    public override Tensor forward(Tensor input)   // (B, Inputs, H, W) -> (B, Outputs, H, W)
    {
        if (IsQuick(input)) return Quick.Forward(input);
        using var scope = NewDisposeScope();
        var laidOut = training || _fitsWinograd ? ChannelsLast(weight.to(input.dtype)) : LaidOut.to(input.dtype);
        return functional.conv2d(input, laidOut, padding: [_padding, _padding]).MoveToOuterDisposeScope();
    }

    /// <summary>The largest of each 2 x 2 of what <see cref="forward"/> gives.</summary>
    public Tensor ForwardHalved(Tensor input)   // (B, Inputs, H, W) -> (B, Outputs, H / 2, W / 2)
    {
        if (IsQuick(input)) return Quick.Forward(input, halve: true);
        using var whole = forward(input);
        return functional.max_pool2d(whole, 2);
    }

    private bool IsQuick(Tensor input) => !training && input.dtype == ScalarType.Float32 && !is_grad_enabled() && _fitsWinograd;

    private WinogradConvolution Quick => Ready(ref _quick, () => new WinogradConvolution(weight.detach()));

    private Tensor LaidOut => Ready(ref _laidOut, () => ChannelsLast(weight.detach()).DetachFromDisposeScope());

    /// <summary>Made on whatever thread asks first, for all later ones: of plain tensors, also where no gradient is ever taken.</summary>
    private T Ready<T>(ref T? ready, Func<T> make)
        where T : class
    {
        lock (_readying)
        {
            if (ready is not null) return ready;
            using var scope = NewDisposeScope();
            using var _ = inference_mode(false);
            return ready = make();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) DisposeOfReady();
        base.Dispose(disposing);
    }

    private void DisposeOfReady()
    {
        _quick?.Dispose();
        _laidOut?.Dispose();
        (_quick, _laidOut) = (null, null);
    }

    /// <summary>The same values, laid out in memory with the channels of one place side by side.</summary>
    public static Tensor ChannelsLast(Tensor values) => values.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);   // (B, C, H, W) -> (B, C, H, W)
}
