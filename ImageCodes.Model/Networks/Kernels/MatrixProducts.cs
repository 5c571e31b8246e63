using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageCodes.Model.Networks.Kernels;

/// <summary>
/// Products of matrices in float32, for weights that are used again and again: they are laid out once in panels of 32 columns,
/// which a row after the other is multiplied by (after Goto and van de Geijn 2008). Each number is summed up in the same order however many
/// rows there are.
/// </summary>
internal static unsafe class MatrixProducts
{
    /// <summary>Columns of a panel.</summary>
    public const int PanelWidth = 32;

    private const int RowsAtOnce = 8;
    private const int Half = PanelWidth / 2;

    /// <summary>
    /// Whether products of so many columns are made here: on processors for which this is written (AVX-512, where it does not slow them
    /// down). Elsewhere libtorch is as quick.
    /// </summary>
    public static bool Fits(int outputs) => Vector512.IsHardwareAccelerated && outputs % PanelWidth == 0;

    /// <summary>The product of each pair of matrices.</summary>
    /// <param name="rows">(Pairs, Count, Inputs).</param>
    /// <param name="panels">(Pairs, Outputs / 32, Inputs, 32): of a matrix of Inputs x Outputs, 32 columns after the other.</param>
    /// <param name="pairs">How many there are.</param>
    /// <param name="count">Rows of each.</param>
    /// <param name="inputs">Columns of the rows.</param>
    /// <param name="outputs">Columns of the products: a multiple of 32.</param>
    /// <param name="products">(Pairs, Count, Outputs).</param>
    public static void Multiply(
        ReadOnlySpan<float> rows, ReadOnlySpan<float> panels, int pairs, int count, int inputs, int outputs, Span<float> products)
    {
        fixed (float* from = rows, by = panels, to = products) Multiply(from, by, pairs, count, inputs, outputs, to);
    }

    private static void Multiply(float* rows, float* panels, int pairs, int count, int inputs, int outputs, float* products)
    {
        var panelsEach = outputs / PanelWidth;
        Parallel.For(0, pairs * panelsEach, TorchRuntime.Threads, panel =>
        {
            var pair = (nint)panel / panelsEach;
            var row = rows + pair * count * inputs;
            var by = panels + (nint)panel * inputs * PanelWidth;
            var to = products + pair * count * outputs + panel % panelsEach * PanelWidth;
            var left = count;
            for (; left >= RowsAtOnce; left -= RowsAtOnce, row += RowsAtOnce * inputs, to += RowsAtOnce * outputs)
                Eight(row, by, inputs, outputs, to);
            for (; left > 0; left--, row += inputs, to += outputs) One(row, by, inputs, to);
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(float* row, float* panel, int inputs, nint outputs, float* to)
    {
        float* a = row, b = a + inputs, c = b + inputs, d = c + inputs, e = d + inputs, f = e + inputs, g = f + inputs, h = g + inputs;
        Vector512<float> a1 = default, a2 = default, b1 = default, b2 = default, c1 = default, c2 = default, d1 = default, d2 = default;
        Vector512<float> e1 = default, e2 = default, f1 = default, f2 = default, g1 = default, g2 = default, h1 = default, h2 = default;
        for (nint i = 0; i < inputs; i++, panel += PanelWidth)
        {
            var (first, second) = (Vector512.Load(panel), Vector512.Load(panel + Half));
            Add(a[i], first, second, ref a1, ref a2);
            Add(b[i], first, second, ref b1, ref b2);
            Add(c[i], first, second, ref c1, ref c2);
            Add(d[i], first, second, ref d1, ref d2);
            Add(e[i], first, second, ref e1, ref e2);
            Add(f[i], first, second, ref f1, ref f2);
            Add(g[i], first, second, ref g1, ref g2);
            Add(h[i], first, second, ref h1, ref h2);
        }

        Keep(a1, a2, to);
        Keep(b1, b2, to + outputs);
        Keep(c1, c2, to + 2 * outputs);
        Keep(d1, d2, to + 3 * outputs);
        Keep(e1, e2, to + 4 * outputs);
        Keep(f1, f2, to + 5 * outputs);
        Keep(g1, g2, to + 6 * outputs);
        Keep(h1, h2, to + 7 * outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(float* row, float* panel, int inputs, float* to)
    {
        Vector512<float> a1 = default, a2 = default;
        for (nint i = 0; i < inputs; i++, panel += PanelWidth) Add(row[i], Vector512.Load(panel), Vector512.Load(panel + Half), ref a1, ref a2);
        Keep(a1, a2, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        float number, Vector512<float> first, Vector512<float> second, ref Vector512<float> firstSum, ref Vector512<float> secondSum)
    {
        var factor = Vector512.Create(number);
        firstSum = Vector512.FusedMultiplyAdd(factor, first, firstSum);
        secondSum = Vector512.FusedMultiplyAdd(factor, second, secondSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector512<float> first, Vector512<float> second, float* to)
    {
        first.Store(to);
        second.Store(to + Half);
    }
}
