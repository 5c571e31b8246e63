using ImageCodes.Model.Codes.Coders;
using ImageCodes.Model.Experiments.Data;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// A linear autoencoder learned by following the gradient finds what principal component analysis gives in closed form (Baldi and
/// Hornik 1989): the same error, and the same subspace. On digits, and on patches of photographs.
/// </summary>
internal sealed class PcaExperiment : IExperiment
{
    private const int Numbers = 30;
    private const int Patches = 100_000;
    private const int Rounds = 60;         // of the optimiser, each of up to 20 steps
    private const double Gained = 1e-9;    // of the error: less in a round, and it is over
    private const int FewestNumbers = 20;
    private const int Shown = 10;

    public string Name => "pca";

    public string Summary =>
        "MNIST and patches of photographs: a linear autoencoder by gradient beside the principal components: squared error, and the angle between the subspaces.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        using var train = Mnist.Read(context, "train");
        using var test = Mnist.Read(context, "t10k");
        var (patches, otherPatches) = PhotographPatches.Read(context, Patches);
        return
        [
            .. Compare(context, "MNIST", Numbers, train.Pictures, test.Pictures, known: 13.87, published: "13.87 (Hinton and Salakhutdinov 2006)"),
            .. Compare(context, "patches of photographs", WidestGap(patches), patches, otherPatches),
        ];
    }

    private static IEnumerable<ExperimentFigure> Compare(
        ExperimentContext context, string name, int numbers, Tensor seen, Tensor unseen, double? known = null, string? published = null)
    {
        using var scope = NewDisposeScope();
        var (mean, directions) = PrincipalDirections.Of(seen, numbers);
        var (encoder, decoder) = Learn(numbers, seen - mean, context.Epochs(Rounds), context.Seed, context.Telling($"{name}: linear autoencoder", context.Epochs(Rounds)), context.Cancel);
        var (best, learned) = (Error(unseen - mean, directions.t(), directions), Error(unseen - mean, encoder, decoder));
        var some = unseen.index_select(0, linspace(0, unseen.shape[0] - 1, Shown).to(int64));
        Tensor Drawn(Tensor encode, Tensor decode) => (some - mean).mm(encode.t()).mm(decode.t()) + mean;
        context.Show($"{name} above what the components keep above what the autoencoder keeps",
            GreyPictures.Of(cat([some, Drawn(directions.t(), directions), Drawn(encoder, decoder)])), Shown);
        context.Show($"{name}, the first components above what the units of the autoencoder draw",
            [.. GreyPictures.OfFilters(directions, Shown), .. GreyPictures.OfFilters(decoder, Shown)], Shown);
        return
        [
            new($"{name}: squared error a picture, {numbers} principal components", best, known * 1.001, published),
            new($"{name}: squared error a picture, linear autoencoder of {numbers} units", learned, best * 1.001),
            new($"{name}: error in degrees, the largest angle between the two subspaces", LargestAngle(directions, linalg.qr(decoder).Q), 1),
        ];
    }

    /// <summary>
    /// From 20 to 30, the number of directions after which the next spreads least beside the last: where two spread alike, which of them is
    /// kept is chance.
    /// </summary>
    private static int WidestGap(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        var (mean, directions) = PrincipalDirections.Of(vectors, Numbers + 1);
        var spread = (vectors - mean).mm(directions).square().mean([0L]).data<float>().ToArray();
        return Enumerable.Range(FewestNumbers, Numbers - FewestNumbers + 1).MaxBy(number => spread[number - 1] / spread[number]);
    }

    /// <summary>Mean squared error of what comes through an encoder, (numbers, D), and a decoder, (D, numbers).</summary>
    internal static double Error(Tensor centred, Tensor encoder, Tensor decoder)
    {
        using var scope = NewDisposeScope();
        return (centred - centred.mm(encoder.t()).mm(decoder.t())).square().sum(1).mean().item<float>();
    }

    /// <summary>
    /// The largest principal angle (Jordan 1875; Björck and Golub 1973): its cosine is the least singular value of the product.
    /// </summary>
    internal static double LargestAngle(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        // By the sine, which says small angles exactly where the cosine is 1 but for rounding.
        var (a, b) = (first.to(ScalarType.Float64), second.to(ScalarType.Float64));
        var sine = linalg.svdvals(b - a.mm(a.t().mm(b)))[0].item<double>();
        return Math.Asin(Math.Min(1, sine)) * 180 / Math.PI;
    }

    /// <summary>
    /// Encoder (numbers, D) and decoder (D, numbers) of an autoencoder without nonlinearities, from random weights. The mean error over all
    /// vectors depends on them by their covariance alone, tr((I - DE) C (I - DE)ᵀ), so each step follows the gradient over all of them.
    /// </summary>
    internal static (Tensor Encoder, Tensor Decoder) Learn(int numbers, Tensor centred, int rounds, int seed, Action<int>? told, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed);
        var size = centred.shape[1];
        var covariance = centred.t().mm(centred).to(ScalarType.Float64) / centred.shape[0];
        var scale = 1 / Math.Sqrt(size);
        using var encoder = nn.Parameter(randn([numbers, size], dtype: ScalarType.Float64, generator: random) * scale);
        using var decoder = nn.Parameter(randn([size, numbers], dtype: ScalarType.Float64, generator: random) * scale);
        var total = covariance.trace();
        using var optimizer = optim.LBFGS([encoder, decoder], lr: 1, max_iter: 20, history_size: 20, tolerange_grad: 1e-10, tolerance_change: 1e-14);
        for (var (round, before) = (0, double.PositiveInfinity); round < rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            var error = optimizer.step(() =>
            {
                using var _ = NewDisposeScope();
                optimizer.zero_grad();
                var coded = covariance.mm(encoder.t());   // (D, numbers); what follows is the trace, multiplied out so that nothing is (D, D)
                var lost = total - (decoder * coded).sum() * 2 + (decoder.t().mm(decoder) * encoder.mm(coded)).sum();
                lost.backward();
                return lost.MoveToOuterDisposeScope();
            }).item<double>();
            told?.Invoke(round + 1);
            if (before - error < Gained * error) break;
            before = error;
        }

        Tensor Kept(Tensor weights) => weights.detach().to(ScalarType.Float32).MoveToOuterDisposeScope();
        return (Kept(encoder), Kept(decoder));
    }
}
