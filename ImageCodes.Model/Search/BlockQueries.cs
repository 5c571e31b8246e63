using System.Numerics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search.Kernels;

namespace ImageCodes.Model.Search;

/// <summary>Many queries of one length, ready to be compared with blocks of rows: see <see cref="IBlockKernel"/>.</summary>
internal sealed unsafe class BlockQueries<TKernel>
    where TKernel : struct, IBlockKernel
{
    private readonly IReadOnlyList<PictureCode> _queries;
    private readonly IReadOnlyList<NeighbourRanking> _rankings;
    private readonly int _bits;
    private readonly int[] _within;              // how near a row must be to be taken, a query: asked of its ranking only where something was taken
    private readonly PinnedArray<byte> _asked;   // (Queries, QueryBytes)
    private readonly PinnedArray<byte> _block;

    public BlockQueries(IReadOnlyList<PictureCode> queries, IReadOnlyList<NeighbourRanking> rankings)
    {
        (_queries, _rankings, _bits) = (queries, rankings, queries[0].Bits);
        _block = new PinnedArray<byte>(TKernel.BlockBytes(_bits));
        _asked = new PinnedArray<byte>((long)queries.Count * TKernel.QueryBytes(_bits));
        for (var i = 0; i < queries.Count; i++) TKernel.Ask(queries[i].Code.Words, _bits, Asked(i));
        _within = [.. rankings.Select(ranking => ranking.Threshold)];
    }

    /// <summary>Compares the rows of one block, all of one segment. Blocks are given by rising rows.</summary>
    public void Search(CodeRows rows, int row)
    {
        var segment = rows.Segments[row >> CodeSegment.Shift];
        for (var word = 0; word < BinaryCode.WordsFor(_bits); word++)
            TKernel.LayOut(segment.Column(word) + CodeRows.Place(row), word, _bits, _block.Start);
        Span<ulong> near = stackalloc ulong[TKernel.Rows / 64];
        for (var i = 0; i < _within.Length; i++)
        {
            if (_within[i] < 0 || !TKernel.Within(_block.Start, Asked(i), _bits, _within[i], near)) continue;
            Take(rows, row, i, near);
            _within[i] = _rankings[i].ThresholdBeyond(row + TKernel.Rows - 1);
        }

        GC.KeepAlive(segment);
        GC.KeepAlive(this);
    }

    private byte* Asked(int query) => _asked.Start + (long)query * TKernel.QueryBytes(_bits);

    private void Take(CodeRows rows, int firstRow, int query, ReadOnlySpan<ulong> near)
    {
        Span<ulong> words = stackalloc ulong[BinaryCode.WordsFor(_bits)];
        var asked = _queries[query].Code.Words;
        var mask = BinaryCode.MaskFor(_bits, words.Length - 1);
        var ranking = _rankings[query];
        for (var part = 0; part < near.Length; part++)
        {
            for (var left = near[part]; left != 0; left &= left - 1)
            {
                var row = firstRow + TKernel.RowOf(part * 64 + BitOperations.TrailingZeroCount(left));
                rows.CopyCode(row, words);
                words[^1] &= mask;
                var distance = Hamming.Distance(words, asked);
                if (distance <= ranking.Threshold) ranking.Add(row, distance, words);
            }
        }
    }
}
