using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Search;

/// <summary>A code that several pictures have.</summary>
/// <param name="Code">The code.</param>
/// <param name="Count">How many have it, 2 or more.</param>
/// <param name="Ids">Some of them.</param>
internal sealed record FrequentCode(BinaryCode Code, int Count, IReadOnlyList<long> Ids);

/// <summary>Counts equal codes by sorting rows: by first words, and where these are equal by all.</summary>
internal sealed class FrequentCodes(CodeRows rows, int bits) : IComparer<int>
{
    private readonly ulong[] _one = new ulong[BinaryCode.WordsFor(bits)];
    private readonly ulong[] _other = new ulong[BinaryCode.WordsFor(bits)];

    /// <summary>How many different codes there are, and those that most have, the most frequent first.</summary>
    /// <param name="most">How many of these at most.</param>
    /// <param name="idsOfEach">How many of those that have one, the first.</param>
    public (int Distinct, IReadOnlyList<FrequentCode> Codes) Count(int most, int idsOfEach)
    {
        var (firstWords, sorted) = FirstWords();
        Array.Sort(firstWords, sorted);
        var (distinct, shared) = (0, new List<(int From, int Count)>());
        for (var (from, to) = (0, 0); from < sorted.Length; from = to)
        {
            while (to < sorted.Length && firstWords[to] == firstWords[from]) to++;
            if (to - from > 1) sorted.AsSpan(from, to - from).Sort(this);
            for (var (start, end) = (from, from); start < to; start = end)
            {
                while (end < to && (end == start || Words(sorted[start], sorted[end]) == 0)) end++;
                distinct++;
                if (end - start > 1) shared.Add((start, end - start));
            }
        }

        return (distinct, [.. shared.OrderByDescending(run => run.Count).Take(most).Select(run => CodeOf(sorted, run.From, run.Count, idsOfEach))]);
    }

    /// <summary>By their words, and equal ones by their places.</summary>
    int IComparer<int>.Compare(int row, int other) => Words(row, other) is var order && order != 0 ? order : row.CompareTo(other);

    private FrequentCode CodeOf(int[] sorted, int from, int count, int ids)
    {
        rows.CopyCode(sorted[from], _one);
        return new FrequentCode(BinaryCode.FromWords(bits, _one), count, [.. sorted.AsSpan(from, Math.Min(count, ids)).ToArray().Select(rows.IdOf)]);
    }

    private int Words(int row, int other)
    {
        rows.CopyCode(row, _one);
        rows.CopyCode(other, _other);
        return _one.AsSpan().SequenceCompareTo(_other);
    }

    private (ulong[] FirstWords, int[] Rows) FirstWords()
    {
        var (words, present) = (new ulong[rows.Present], new int[rows.Present]);
        for (var (row, place) = (0, 0); place < present.Length; row++)
        {
            if (rows.IsRemoved(row)) continue;
            rows.CopyCode(row, words.AsSpan(place, 1));
            present[place++] = row;
        }

        return (words, present);
    }
}
