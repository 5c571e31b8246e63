using System.Numerics;
using System.Runtime.Intrinsics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Model.Search;

/// <summary>Many queries of one length, ready to be compared with blocks of rows that lie on their side: see <see cref="SliceKernel"/>.</summary>
internal sealed unsafe class SlicedQueries
{
    private readonly IReadOnlyList<PictureCode> _queries;
    private readonly IReadOnlyList<NeighbourRanking> _rankings;
    private readonly int _bits;
    private readonly int _steps;                 // bits, rounded up to whole steps of the kernel
    private readonly PinnedArray<int> _offsets;  // (Queries, Steps)
    private readonly PinnedArray<byte> _block;

    public SlicedQueries(IReadOnlyList<PictureCode> queries, IReadOnlyList<NeighbourRanking> rankings)
    {
        (_queries, _rankings, _bits) = (queries, rankings, queries[0].Bits);
        _steps = (_bits + SliceKernel.Step - 1) / SliceKernel.Step * SliceKernel.Step;
        // Past the bits of the block there is one more line, all zero: what is compared where a step has more bits than the code.
        _block = new PinnedArray<byte>(SliceKernel.BlockBytes(_bits) + SliceKernel.Rows / 8);
        _offsets = new PinnedArray<int>((long)queries.Count * _steps);
        for (var i = 0; i < queries.Count; i++)
        {
            var offsets = _offsets.Span.Slice(i * _steps, _steps);
            SliceKernel.Ask(queries[i].Code.Words, offsets[.._bits]);
            offsets[_bits..].Fill(SliceKernel.BlockBytes(_bits));
        }
    }

    /// <summary>Compares 512 rows of one segment.</summary>
    public void Search(CodeRows rows, int row)
    {
        var segment = rows.Segments[row >> CodeSegment.Shift];
        var place = CodeRows.Place(row);
        for (var word = 0; word * 64 < _bits; word++)
            SliceKernel.Turn(segment.Column(word) + place, Math.Min(64, _bits - word * 64), _block.Start + SliceKernel.BlockBytes(word * 64));
        for (var i = 0; i < _queries.Count; i++)
        {
            var within = _rankings[i].ThresholdBeyond(row - 1);
            if (within < 0) continue;
            // At first everything is near; a block of no use to count.
            var near = within >= _bits ? Vector512<ulong>.AllBitsSet : SliceKernel.Within(_block.Start, _offsets.Start + (long)i * _steps, _bits, within);
            if (near != Vector512<ulong>.Zero) Take(rows, row, i, near);
        }

        GC.KeepAlive(segment);
    }

    private void Take(CodeRows rows, int firstRow, int query, Vector512<ulong> near)
    {
        Span<ulong> words = stackalloc ulong[BinaryCode.WordsFor(_bits)];
        var asked = _queries[query].Code.Words;
        var mask = BinaryCode.MaskFor(_bits, words.Length - 1);
        var ranking = _rankings[query];
        for (var lane = 0; lane < Vector512<ulong>.Count; lane++)
        {
            for (var left = near[lane]; left != 0; left &= left - 1)
            {
                var row = firstRow + SliceKernel.RowOf(lane, BitOperations.TrailingZeroCount(left));
                rows.CopyCode(row, words);
                words[^1] &= mask;
                var distance = Hamming.Distance(words, asked);
                if (distance <= ranking.Threshold) ranking.Add(row, distance, words);
            }
        }
    }
}
