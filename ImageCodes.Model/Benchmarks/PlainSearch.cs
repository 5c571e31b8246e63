using System.Numerics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Model.Benchmarks;

/// <summary>
/// The plainest search there is, to hold others against: every code is compared, word by word. It shares nothing with them.
/// </summary>
/// <param name="bits">Length of the codes.</param>
public sealed class PlainSearch(int bits)
{
    private readonly int _wordsEach = BinaryCode.WordsFor(bits);
    private readonly List<long> _ids = [];
    private readonly List<ulong> _words = [];

    /// <summary>Takes codes in, whose ids are above all before.</summary>
    public void Add(CodeBatch codes)
    {
        for (var place = 0; place < codes.Count; place++)
        {
            _ids.Add(codes.IdOf(place));
            _words.AddRange(codes.Code(place));
        }
    }

    /// <summary>The nearest codes within a radius, the nearest first; of those just as far the smaller ids.</summary>
    public IReadOnlyList<Neighbour> Nearest(BinaryCode query, int k, int radius = int.MaxValue)
    {
        var distances = new int[_ids.Count];
        var counts = new int[bits + 1];
        for (var place = 0; place < distances.Length; place++)
        {
            for (var word = 0; word < _wordsEach; word++)
                distances[place] += BitOperations.PopCount(_words[(place * _wordsEach) + word] ^ query.Words[word]);
            counts[distances[place]]++;
        }

        // The k-th lies where as many lie up to there.
        var (farthest, upTo) = (0, counts[0]);
        while (upTo < k && farthest < Math.Min(radius, bits)) upTo += counts[++farthest];
        var near = Enumerable.Range(0, distances.Length).Where(place => distances[place] <= farthest);
        return [.. near.OrderBy(place => distances[place]).Take(k).Select(place => new Neighbour(_ids[place], distances[place]))];
    }
}
