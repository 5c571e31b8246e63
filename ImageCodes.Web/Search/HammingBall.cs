using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Search;

/// <summary>The pictures around one of the library, by the number of bits in which their codes differ from its code.</summary>
/// <param name="Picture">In the middle; not counted.</param>
/// <param name="Query">Its code.</param>
/// <param name="Bits">How many of the first bits are compared.</param>
/// <param name="Radius">In bits, 0 to <see cref="MostRadius"/>.</param>
/// <param name="Counts">How many pictures lie at each distance, 0 to <paramref name="Bits"/>.</param>
/// <param name="Lengths">The same by the first bits of each length that the code has.</param>
/// <param name="Shells">Those up to the radius, from the inside.</param>
public sealed record HammingBall(
    Picture Picture, EncodedPicture Query, int Bits, int Radius, IReadOnlyList<int> Counts,
    IReadOnlyList<HammingBall.Length> Lengths, IReadOnlyList<HammingBall.Shell> Shells)
{
    /// <summary>Pictures of a shell that are read at first.</summary>
    public const int ShownInShell = 12;

    /// <summary>Pictures by which the radius is chosen where none is asked for.</summary>
    public const int WantedAtFirst = 8;

    private const int NearestRead = 300;

    /// <summary>The ball of a shorter or longer code.</summary>
    /// <param name="Bits">How many of the first bits are compared.</param>
    /// <param name="Radius">Within which <see cref="WantedAtFirst"/> pictures lie, in bits.</param>
    /// <param name="Same">How many pictures have the same bits.</param>
    public sealed record Length(int Bits, int Radius, int Same);

    /// <summary>All pictures at one distance, or that there are none at several in a row.</summary>
    /// <param name="From">The distance, in bits.</param>
    /// <param name="To">The last distance at which there is none; else the same as <paramref name="From"/>.</param>
    /// <param name="Count">How many pictures.</param>
    /// <param name="Hits">Some of them.</param>
    public sealed record Shell(int From, int To, int Count, IReadOnlyList<Hit> Hits);

    /// <summary>Beyond half of the bits nothing is alike.</summary>
    public int MostRadius => Bits / 2;

    /// <summary>How many pictures lie within the radius.</summary>
    public int Within => Counts.Take(Radius + 1).Sum();

    /// <summary>Counts all pictures and reads some of each shell.</summary>
    /// <param name="picture">In the middle.</param>
    /// <param name="query">Its code.</param>
    /// <param name="bits">How many of the first bits are compared.</param>
    /// <param name="radius">In bits; null for one within which there are a few.</param>
    /// <param name="similar">Where they are found.</param>
    public static HammingBall Around(Picture picture, EncodedPicture query, int bits, int? radius, SimilarPictures similar)
    {
        var known = similar.CountByDistance(query, query.Model.Encoder.Card.Network.Prefixes.Append(bits), except: picture.Id);
        var (counts, most) = (known[bits], bits / 2);
        var ball = new HammingBall(
            picture, query, bits, Math.Clamp(radius ?? RadiusOf(WantedAtFirst, counts, most), 0, most), counts,
            [.. known.Select(length => new Length(length.Key, RadiusOf(WantedAtFirst, length.Value, length.Key), length.Value[0]))], []);
        var hits = similar.Find(query, new SearchRequest(NearestRead, bits, ball.Radius), except: picture.Id).Hits.ToLookup(hit => hit.Distance);
        var farther = ball.Within > NearestRead ? similar.Shells(query, bits, ball.Radius, ShownInShell, except: picture.Id) : new Dictionary<int, IReadOnlyList<Hit>>();
        return ball with { Shells = [.. ball.ShellsOf(hits, farther)] };
    }

    private static int RadiusOf(int neighbours, IReadOnlyList<int> counts, int most)
    {
        var seen = 0;
        for (var distance = 0; distance < most; distance++)
        {
            if ((seen += counts[distance]) >= neighbours) return distance;
        }

        return most;
    }

    private IEnumerable<Shell> ShellsOf(ILookup<int, Hit> nearest, IReadOnlyDictionary<int, IReadOnlyList<Hit>> farther)
    {
        for (var distance = 0; distance <= Radius; distance++)
        {
            var from = distance;
            while (Counts[from] == 0 && distance < Radius && Counts[distance + 1] == 0) distance++;
            IReadOnlyList<Hit> hits = [.. nearest[distance].Take(ShownInShell)];
            if (hits.Count < Math.Min(ShownInShell, Counts[distance])) hits = farther.GetValueOrDefault(distance, hits);
            yield return new Shell(from, distance, Counts[distance], hits);
        }
    }
}
