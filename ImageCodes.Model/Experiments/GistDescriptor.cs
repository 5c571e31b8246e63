using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// What a picture shows as a whole, in 512 numbers (Oliva and Torralba 2001): how strong edges of 4 widths in 8 directions are, in each of
/// 4 x 4 parts of it, after light and contrast have been evened out.
/// </summary>
internal static class GistDescriptor
{
    public const int Length = Scales * Directions * Blocks * Blocks;

    private const int Scales = 4;
    private const int Directions = 8;
    private const int Blocks = 4;
    private const int EveningBorder = 5;
    private const double EveningCycles = 4;
    private const double EveningFloor = 0.2;
    private const int AtOnce = 250;

    /// <summary>(N, 512).</summary>
    /// <param name="pictures">Square, all of one side.</param>
    /// <param name="tell">Told after each batch how many are done.</param>
    /// <param name="cancel">Stops between batches.</param>
    public static Tensor Of(IReadOnlyList<PixelGrid> pictures, Action<int>? tell = null, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var side = pictures[0].Width;
        var filters = Filters(2 * side);
        var parts = new List<Tensor>();
        foreach (var batch in pictures.Chunk(AtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            parts.Add(Describe(PictureTensor.From(batch, side).mean([1L]) * 255, filters).MoveToOuterDisposeScope());
            tell?.Invoke(Math.Min(parts.Count * AtOnce, pictures.Count));
        }

        return cat(parts, 0).MoveToOuterDisposeScope();
    }

    private static Tensor Describe(Tensor grey, Tensor filters)   // (B, S, S) of 0 to 255 -> (B, 512)
    {
        var side = (int)grey.shape[1];
        var border = side / 2;
        var waves = fft.fft2(Mirrored(Evened(grey), border));   // (B, 2 S, 2 S)
        var parts = new List<Tensor>();
        for (var i = 0; i < filters.shape[0]; i++)
        {
            using var filtered = NewDisposeScope();
            var edges = fft.ifft2(waves * filters[i]).abs()[.., border..(border + side), border..(border + side)];
            parts.Add(nn.functional.adaptive_avg_pool2d(edges.unsqueeze(1), [Blocks, Blocks]).flatten(1).MoveToOuterDisposeScope());
        }

        return cat(parts, 1);
    }

    /// <summary>Light and contrast evened out: less the mean of a wide neighbourhood, over the spread within it.</summary>
    private static Tensor Evened(Tensor grey)
    {
        var side = (int)grey.shape[1];
        var bordered = Mirrored((grey + 1).log(), EveningBorder);
        var (cycles, _) = Waves((int)bordered.shape[1]);
        var low = (cycles.square() / (-EveningCycles * EveningCycles / Math.Log(2))).exp();
        Tensor Blurred(Tensor picture) => fft.ifft2(fft.fft2(picture) * low).real;
        var rest = bordered - Blurred(bordered);
        return (rest / (Blurred(rest.square()).abs().sqrt() + EveningFloor))[.., EveningBorder..(EveningBorder + side), EveningBorder..(EveningBorder + side)];
    }

    private static Tensor Mirrored(Tensor pictures, int border) =>
        nn.functional.pad(pictures.unsqueeze(1), [border, border, border, border], TorchSharp.PaddingModes.Reflect).squeeze(1);

    /// <summary>Gabor filters by their transfer functions: (32, N, N).</summary>
    private static Tensor Filters(int size)
    {
        var (cycles, angle) = Waves(size);
        var filters = new List<Tensor>();
        for (var scale = 0; scale < Scales; scale++)
        {
            var centre = 0.3 / Math.Pow(1.85, scale);
            for (var direction = 0; direction < Directions; direction++)
            {
                var turned = angle + Math.PI / Directions * direction;
                turned = where(turned > Math.PI, turned - 2 * Math.PI, turned);
                var alongside = turned.square() * (-2 * Math.PI * 16.0 * Directions * Directions / (32 * 32));
                filters.Add(((cycles / (size * centre) - 1).square() * (-10 * 0.35) + alongside).exp());
            }
        }

        return stack(filters, 0);
    }

    /// <summary>For each place of a transform, how many cycles across the picture it stands for, and in which direction.</summary>
    private static (Tensor Cycles, Tensor Angle) Waves(int size)
    {
        var along = fft.fftfreq(size) * size;
        var (x, y) = (along.unsqueeze(0), along.unsqueeze(1));
        return ((x.square() + y.square()).sqrt(), atan2(y.expand(size, size), x.expand(size, size)));
    }
}
