using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static ImageCodes.Model.Search.Kernels.BitCounts;

namespace ImageCodes.Model.Search.Kernels;

/// <summary>One word or two of a code, and which of their bits count.</summary>
/// <param name="Words">1 or 2.</param>
/// <param name="First">The first word.</param>
/// <param name="FirstMask">Its bits that count.</param>
/// <param name="Second">The second word, where there is one.</param>
/// <param name="SecondMask">Its bits that count.</param>
internal readonly record struct Sketch(int Words, ulong First, ulong FirstMask, ulong Second, ulong SecondMask);

/// <summary>
/// Goes through lists of sketches, most of them short, until some are near enough. What is compared with stays in the processor from list
/// to list, and the first eight of a list are compared whether it has as many or not: how long a list is cannot be foretold, and a wrong
/// guess costs more than eight comparisons.
/// </summary>
internal static unsafe class SketchKernel
{
    /// <summary>How many sketches are compared side by side.</summary>
    public const int Side = 8;

    /// <summary>Goes on to the next eight sketches of a list of which some are within so many bits of the query.</summary>
    /// <param name="instructions">What to compare with.</param>
    /// <param name="sketches">All of them, the words of each together, and eight more that can be read.</param>
    /// <param name="lists">Where each begins and ends.</param>
    /// <param name="list">
    /// Which of them to go on with, below their number; then that of the eight, or their number where nothing is near any more.
    /// </param>
    /// <param name="at">
    /// At which sketch of the list to go on, its end at the furthest; then the one behind those of the eight that belong to the list.
    /// </param>
    /// <param name="query">What to compare with.</param>
    /// <param name="within">0 or more.</param>
    /// <param name="first">The first of the eight.</param>
    /// <param name="near">Which of them are near, a bit each.</param>
    /// <returns>Whether there are any.</returns>
    public static bool Next(
        InstructionSet instructions, ulong* sketches, ReadOnlySpan<(uint At, uint End)> lists,
        ref int list, ref uint at, in Sketch query, int within, out uint first, out uint near)
    {
        Debug.Assert(at <= lists[list].End);
        return (instructions, query.Words) switch
        {
            (InstructionSet.Vector512, 1) => Next(new Words512(query, within), sketches, lists, ref list, ref at, out first, out near),
            (InstructionSet.Vector512, _) when Bmi2.IsSupported => Next(new Pairs512(query, within), sketches, lists, ref list, ref at, out first, out near),
            (InstructionSet.Vector256, 1) => Next(new Words256(query, within), sketches, lists, ref list, ref at, out first, out near),
            (InstructionSet.Vector256, _) => Next(new Pairs256(query, within), sketches, lists, ref list, ref at, out first, out near),
            _ => Next(new Scalar(query, within), sketches, lists, ref list, ref at, out first, out near),
        };
    }

    private static bool Next<T>(
        T query, ulong* sketches, ReadOnlySpan<(uint At, uint End)> lists, ref int list, ref uint at, out uint first, out uint near)
        where T : struct, IComparison
    {
        var (number, place, askedUpTo) = (list, at, at);
        while (true)
        {
            var left = lists[number].End - place;
            if (left > T.Stride && place >= askedUpTo)
            {
                // Where one of so many is near, it is looked for among them before those behind are asked.
                askedUpTo = place + T.Stride;
                if (query.AreFar(sketches, place))
                {
                    place = askedUpTo;
                    continue;
                }
            }

            var some = Math.Min(left, Side);
            near = query.Near(sketches, place) & ((1U << (int)some) - 1);   // those past the end belong to the next list
            first = place;
            place += some;
            if (near == 0)
            {
                if (left > Side) continue;
                if (++number < lists.Length)
                {
                    askedUpTo = place = lists[number].At;
                    continue;
                }
            }

            (list, at) = (number, place);
            return near != 0;
        }
    }

    /// <summary>A query that is compared with sketches.</summary>
    private interface IComparison
    {
        /// <summary>How many sketches can be passed over at once.</summary>
        static abstract uint Stride { get; }

        /// <summary>Whether none of so many is near.</summary>
        bool AreFar(ulong* sketches, uint at);

        /// <summary>Marks those of eight that are near.</summary>
        uint Near(ulong* sketches, uint at);
    }

    private readonly struct Words512(in Sketch query, int within) : IComparison
    {
        private readonly Vector512<ulong> _ask = Vector512.Create(query.First);
        private readonly Vector512<ulong> _mask = Vector512.Create(query.FirstMask);
        private readonly Vector512<ulong> _limit = Vector512.Create((ulong)within);

        public static uint Stride => 32;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool AreFar(ulong* sketches, uint at)
        {
            var (a, b) = (Distances(sketches + at), Distances(sketches + at + 8));
            var (c, d) = (Distances(sketches + at + 16), Distances(sketches + at + 24));
            return !Vector512.LessThanOrEqualAny(Vector512.Min(Vector512.Min(a, b), Vector512.Min(c, d)), _limit);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Near(ulong* sketches, uint at) =>
            (uint)Vector512.LessThanOrEqual(Distances(sketches + at), _limit).ExtractMostSignificantBits();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector512<ulong> Distances(ulong* eight) => BitsOfWords((Vector512.Load(eight) ^ _ask) & _mask);
    }

    private readonly struct Pairs512(in Sketch query, int within) : IComparison
    {
        private readonly Vector512<ulong> _ask = Vector512.Create(Vector128.Create(query.First, query.Second));
        private readonly Vector512<ulong> _mask = Vector512.Create(Vector128.Create(query.FirstMask, query.SecondMask));
        private readonly Vector512<ulong> _limit = Vector512.Create((ulong)within);

        public static uint Stride => 16;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool AreFar(ulong* sketches, uint at) =>
            !Vector512.LessThanOrEqualAny(Vector512.Min(Distances(sketches + 2L * at), Distances(sketches + 2L * at + 16)), _limit);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Near(ulong* sketches, uint at)
        {
            var woven = (uint)Vector512.LessThanOrEqual(Distances(sketches + 2L * at), _limit).ExtractMostSignificantBits();
            return Bmi2.ParallelBitExtract(woven, 0x55) | Bmi2.ParallelBitExtract(woven, 0xaa) << 4;
        }

        /// <summary>Of eight pairs: that of pair 0 beside that of pair 4, of 1 beside 5, and so on.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector512<ulong> Distances(ulong* eight)
        {
            var (early, late) = (BitsOfWords((Vector512.Load(eight) ^ _ask) & _mask), BitsOfWords((Vector512.Load(eight + 8) ^ _ask) & _mask));
            return Avx512F.UnpackLow(early, late) + Avx512F.UnpackHigh(early, late);
        }
    }

    private readonly struct Words256(in Sketch query, int within) : IComparison
    {
        private readonly Vector256<ulong> _ask = Vector256.Create(query.First);
        private readonly Vector256<ulong> _mask = Vector256.Create(query.FirstMask);
        private readonly Vector256<long> _limit = Vector256.Create((long)within);

        public static uint Stride => 16;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool AreFar(ulong* sketches, uint at)
        {
            var (a, b) = (Distances(sketches + at), Distances(sketches + at + 4));
            var (c, d) = (Distances(sketches + at + 8), Distances(sketches + at + 12));
            return AtMost(Avx2.Min(Avx2.Min(a.AsUInt16(), b.AsUInt16()), Avx2.Min(c.AsUInt16(), d.AsUInt16())).AsUInt64(), _limit) == 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Near(ulong* sketches, uint at) =>
            AtMost(Distances(sketches + at), _limit) | AtMost(Distances(sketches + at + 4), _limit) << 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<ulong> Distances(ulong* four) => BitsOfWords((Vector256.Load(four) ^ _ask) & _mask);
    }

    private readonly struct Pairs256(in Sketch query, int within) : IComparison
    {
        private readonly Vector256<ulong> _ask = Vector256.Create(Vector128.Create(query.First, query.Second));
        private readonly Vector256<ulong> _mask = Vector256.Create(Vector128.Create(query.FirstMask, query.SecondMask));
        private readonly Vector256<long> _limit = Vector256.Create((long)within);

        // Marking eight costs hardly more than seeing that they are far.
        public static uint Stride => uint.MaxValue;

        public bool AreFar(ulong* sketches, uint at) => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Near(ulong* sketches, uint at) =>
            AtMost(Distances(sketches + 2L * at), _limit) | AtMost(Distances(sketches + 2L * at + 8), _limit) << 4;

        /// <summary>Of four pairs, in their order.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<ulong> Distances(ulong* four)
        {
            var (early, late) = (BitsOfWords((Vector256.Load(four) ^ _ask) & _mask), BitsOfWords((Vector256.Load(four + 4) ^ _ask) & _mask));
            var woven = Avx2.UnpackLow(early, late) + Avx2.UnpackHigh(early, late);   // pairs 0, 2, 1, 3
            return Avx2.Permute4x64(woven, 0b11_01_10_00);
        }
    }

    private readonly struct Scalar(Sketch query, int within) : IComparison
    {
        public static uint Stride => uint.MaxValue;

        public bool AreFar(ulong* sketches, uint at) => false;

        public uint Near(ulong* sketches, uint at)
        {
            var near = 0U;
            for (var i = 0; i < Side; i++)
            {
                var sketch = sketches + (long)(at + i) * query.Words;
                var distance = BitOperations.PopCount((sketch[0] ^ query.First) & query.FirstMask);
                if (query.Words == 2) distance += BitOperations.PopCount((sketch[1] ^ query.Second) & query.SecondMask);
                if (distance <= within) near |= 1U << i;
            }

            return near;
        }
    }
}
