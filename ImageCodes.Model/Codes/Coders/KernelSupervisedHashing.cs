using static TorchSharp.torch;

namespace ImageCodes.Model.Codes.Coders;

/// <summary>
/// Kernel-based supervised hashing, KSH (Liu, Wang, Ji, Jiang and Chang 2012): bits are signs of sums of nearness to some anchors, learned
/// one after the other so that inner products of codes say which labelled vectors are alike.
/// </summary>
public static class KernelSupervisedHashing
{
    private const int Anchors = 1_000;
    private const int Steps = 200;
    private const double Ridge = 1e-4;         // of the mean variance: keeps what is inverted from being singular
    private const double LeastStep = 1e-12;

    /// <param name="vectors">(N, D): labelled ones, some thousand.</param>
    /// <param name="labels">(N): equal ones are alike, all others are not.</param>
    /// <param name="bits">1 or more.</param>
    /// <param name="seed">Seeds which vectors are anchors.</param>
    public static KernelCoder Learn(Tensor vectors, Tensor labels, int bits, int seed)
    {
        using var scope = NewDisposeScope();
        var basis = AnchorKernel.Learn(vectors, Anchors, seed);
        var kernel = basis.Of(vectors).to(ScalarType.Float64);   // (N, A)
        var residue = new Residue(labels, bits);
        var variance = kernel.t().mm(kernel);
        var root = linalg.cholesky(variance + eye(kernel.shape[1], dtype: ScalarType.Float64) * (Ridge * variance.diagonal().mean().item<double>()));
        var columns = new List<Tensor>();
        for (var bit = 0; bit < bits; bit++)
        {
            var first = Relaxed(kernel, residue, root);
            var better = Climb(kernel, residue, first);
            var (bitsOfFirst, bitsOfBetter) = (SignsOf(kernel, first), SignsOf(kernel, better));
            var (chosen, signs) = Agreement(bitsOfBetter, residue) > Agreement(bitsOfFirst, residue) ? (better, bitsOfBetter) : (first, bitsOfFirst);
            columns.Add(chosen);
            residue.Take(signs);
        }

        return new KernelCoder(basis, stack(columns, 1).to(vectors.dtype));
    }

    /// <summary>
    /// The best direction where bits may be any numbers: the widest generalised eigenvector, as long as bits would make it.
    /// </summary>
    private static Tensor Relaxed(Tensor kernel, Residue residue, Tensor root)
    {
        using var scope = NewDisposeScope();
        var fit = residue.Between(kernel);
        var half = linalg.solve_triangular(root, fit, upper: false);                       // L⁻¹ F
        var whole = linalg.solve_triangular(root, half.t(), upper: false);                 // L⁻¹ F L⁻ᵀ, transposed
        var (_, vectors) = linalg.eigh((whole + whole.t()) / 2);
        var direction = linalg.solve_triangular(root.t(), vectors[.., ^1..], upper: true).squeeze(1);
        var length = kernel.mv(direction).square().sum().sqrt();
        return (direction * Math.Sqrt(kernel.shape[0]) / length).MoveToOuterDisposeScope();
    }

    /// <summary>Steps up the agreement of bits that are softened to tanh(x / 2), each as long as it still helps.</summary>
    private static Tensor Climb(Tensor kernel, Residue residue, Tensor start)
    {
        using var scope = NewDisposeScope();
        var (at, step) = (start.clone(), 1.0);
        Tensor Soft(Tensor direction) => (kernel.mv(direction) / 2).tanh();
        var value = Agreement(Soft(at), residue);
        for (var i = 0; i < Steps && step > LeastStep; i++)
        {
            using var inner = NewDisposeScope();
            var soft = Soft(at);
            var gradient = kernel.t().mv(residue.Times(soft) * (1 - soft.square()));
            var unit = gradient / gradient.norm().clamp_min(1e-300) * at.norm();
            for (step *= 2; step > LeastStep; step /= 2)
            {
                var next = at + unit * step;
                var gained = Agreement(Soft(next), residue);
                if (gained <= value) continue;
                (at, value) = (next.MoveToOuterDisposeScope(), gained);
                break;
            }
        }

        return at.MoveToOuterDisposeScope();
    }

    private static Tensor SignsOf(Tensor kernel, Tensor direction) => where(kernel.mv(direction) > 0, 1.0, -1.0);

    private static double Agreement(Tensor bits, Residue residue)
    {
        using var scope = NewDisposeScope();
        return bits.dot(residue.Times(bits)).item<double>();
    }

    /// <summary>
    /// What the inner products of the bits to come should be, (N, N): so many for vectors that are alike and as many less than 0 for
    /// others, less what the bits before give. It is never made: membership of labels and the bits say all of it.
    /// </summary>
    private sealed class Residue(Tensor labels, int bits)
    {
        private readonly Tensor _members = labels.unsqueeze(1).eq(labels.unique().output.unsqueeze(0)).to(ScalarType.Float64);   // (N, Labels)
        private Tensor _taken = zeros(labels.shape[0], 0, dtype: ScalarType.Float64);                                              // (N, bits so far)

        public void Take(Tensor signs) => _taken = cat([_taken, signs.unsqueeze(1)], 1);

        /// <summary>R v.</summary>
        public Tensor Times(Tensor vector) =>   // (N) -> (N)
            (_members.mv(_members.t().mv(vector)) * 2 - vector.sum()) * bits - _taken.mv(_taken.t().mv(vector));

        /// <summary>Kᵀ R K.</summary>
        public Tensor Between(Tensor kernel)   // (N, A) -> (A, A)
        {
            var (members, all, taken) = (kernel.t().mm(_members), kernel.sum([0L]).unsqueeze(1), kernel.t().mm(_taken));
            return (members.mm(members.t()) * 2 - all.mm(all.t())) * bits - taken.mm(taken.t());
        }
    }
}
