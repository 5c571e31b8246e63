using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Search;

/// <summary>
/// Exact neighbours by Hamming distance. Codes are added and removed while others search: a search sees the codes as they
/// were at one moment. A query shorter than the stored codes is compared with their first bits.
/// Neighbours come in one order, whatever the implementation: by distance, then by <see cref="PictureCode.MarginTo"/> (how
/// sure the query was of the bits that differ), then by id.
/// </summary>
public interface ICodeIndex
{
    /// <summary>Length of the stored codes.</summary>
    int Bits { get; }

    /// <summary>How many codes are stored.</summary>
    int Count { get; }

    /// <summary>Stores codes; one whose id is stored already replaces it. All become visible together.</summary>
    /// <exception cref="ArgumentException">A code has another length than <see cref="Bits"/>; nothing is stored.</exception>
    void Add(IReadOnlyCollection<KeyValuePair<long, BinaryCode>> codes);

    /// <summary>Takes codes out, and returns how many of them were stored.</summary>
    int Remove(IReadOnlyCollection<long> ids);

    /// <summary>The <paramref name="count"/> nearest that lie within <paramref name="within"/> bits; fewer where there are no more.</summary>
    /// <exception cref="ArgumentException">The query is longer than the stored codes.</exception>
    IReadOnlyList<Neighbour> Nearest(PictureCode query, int count, int within = int.MaxValue);

    /// <summary>Everything within <paramref name="radius"/> bits: the Hamming ball.</summary>
    /// <exception cref="ArgumentException">The query is longer than the stored codes.</exception>
    IReadOnlyList<Neighbour> Ball(PictureCode query, int radius);
}
