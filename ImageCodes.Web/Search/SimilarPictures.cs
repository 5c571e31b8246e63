using System.Diagnostics;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Search;

/// <summary>The whole way from a picture to those that look like it. Page, API and command line all search through here.</summary>
public sealed class SimilarPictures(
    PictureDecoder decoder, LiveModel model, SharedEncoder encoder, PictureStore pictures, CodeStore codes, LabelStore labels)
{
    /// <summary>The code of a picture file.</summary>
    /// <exception cref="UnreadablePictureException">The file gives no picture.</exception>
    public Task<EncodedPicture> EncodeAsync(byte[] file, CancellationToken cancel = default) =>
        EncodeAsync(decoder.DecodeInput(file, cancel));

    /// <summary>The code of a picture that is decoded already.</summary>
    public Task<EncodedPicture> EncodeAsync(NetworkInput picture) => encoder.EncodeAsync(picture);

    /// <summary>
    /// The code of what someone named in the shell: a file, or, where there is none of that name, the number of a picture of the library.
    /// </summary>
    /// <returns>The picture's number, where it is one of the library, and its code.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidOperationException">The library has no such picture.</exception>
    public async Task<(long? Id, EncodedPicture Encoded)> EncodeAsync(string named, CancellationToken cancel = default)
    {
        if (File.Exists(named)) return (null, await EncodeAsync(await decoder.ReadFileAsync(named, cancel), cancel));
        if (!long.TryParse(named, out var id)) throw new FileNotFoundException($"There is no file '{named}'.", named);
        return (id, CodeOf(id) ?? throw new InvalidOperationException($"The library has no picture {id} with a code of this model."));
    }

    /// <summary>A code that someone kept of the live model.</summary>
    public EncodedPicture Take(BinaryCode code) => new(model.Current, new PictureCode(code));

    /// <summary>The code of a picture of the library, or null where it has none.</summary>
    public EncodedPicture? CodeOf(long pictureId)
    {
        var current = model.Current;
        return codes.Find(current.Id, pictureId) is { } code ? new EncodedPicture(current, code) : null;
    }

    /// <summary>How many pictures of the library lie at each distance, 0 to the length, by the first bits of each length.</summary>
    /// <param name="query">A code.</param>
    /// <param name="lengths">How many of its first bits are compared.</param>
    /// <param name="except">A picture that is not counted: the query itself, where it is one of the library.</param>
    public IReadOnlyDictionary<int, IReadOnlyList<int>> CountByDistance(EncodedPicture query, IEnumerable<int> lengths, long? except = null)
    {
        var counts = query.Model.Index.Newest().CountByDistance(query.Code, lengths);
        return except is null
            ? counts
            : counts.ToDictionary(length => length.Key, length => (IReadOnlyList<int>)[Math.Max(0, length.Value[0] - 1), .. length.Value.Skip(1)]);
    }

    /// <summary>Some pictures of the library at each distance, by distance.</summary>
    /// <param name="query">A code.</param>
    /// <param name="bits">How many of its first bits are compared.</param>
    /// <param name="radius">The largest distance.</param>
    /// <param name="most">At each distance.</param>
    /// <param name="except">A picture that is none of them.</param>
    public IReadOnlyDictionary<int, IReadOnlyList<Hit>> Shells(EncodedPicture query, int bits, int radius, int most, long? except = null)
    {
        var shells = new List<long>[radius + 1];
        foreach (var near in query.Model.Index.Newest().Ball(query.Code.Prefix(bits), radius).Where(near => near.Id != except))
        {
            var shell = shells[near.Distance] ??= [];
            if (shell.Count < most) shell.Add(near.Id);
        }

        return Enumerable.Range(0, radius + 1).Where(distance => shells[distance] is not null)
            .ToDictionary(distance => distance, distance => (IReadOnlyList<Hit>)[.. pictures.Find(shells[distance]).Select(picture => new Hit(picture, distance))]);
    }

    /// <summary>Some more pictures at one distance, in the order in which they came to the library.</summary>
    /// <param name="query">A code.</param>
    /// <param name="bits">How many of its first bits are compared.</param>
    /// <param name="distance">In how many of these they differ.</param>
    /// <param name="most">How many.</param>
    /// <param name="except">Pictures that are none of them.</param>
    public IReadOnlyList<Hit> At(EncodedPicture query, int bits, int distance, int most, IReadOnlySet<long> except)
    {
        var ids = query.Model.Index.Newest().Ball(query.Code.Prefix(bits), distance)
            .Where(near => near.Distance == distance && !except.Contains(near.Id)).Select(near => near.Id).Order().Take(most).ToList();
        return [.. pictures.Find(ids).Select(picture => new Hit(picture, distance))];
    }

    /// <summary>Refuses a request before its picture is read.</summary>
    /// <exception cref="ArgumentException">The request is out of its ranges.</exception>
    public void Check(SearchRequest request)
    {
        if (request.Refuse(model.Current.Encoder.Bits) is { } reason) throw new ArgumentException(reason);
    }

    /// <summary>The nearest pictures of the library.</summary>
    /// <param name="query">What to look for: a code, or the first bits of one.</param>
    /// <param name="request">Where to cut off.</param>
    /// <param name="except">A picture that is not a hit: the query itself, where it is one of the library.</param>
    /// <exception cref="ArgumentException">The request is out of its ranges.</exception>
    public SearchResult Find(EncodedPicture query, SearchRequest request, long? except = null)
    {
        if (request.Refuse(query.Code.Bits) is { } reason) throw new ArgumentException(reason);
        var bits = request.Bits ?? query.Code.Bits;
        var start = Stopwatch.GetTimestamp();
        var only = request.Label is { Length: > 0 } label ? labels.PicturesOf(label) : null;
        var codes = query.Model.Index.Newest();
        var found = codes.Nearest(query.Code.Prefix(bits), request.K + (except is null ? 0 : 1), request.Within ?? bits, only)
            .Where(neighbour => neighbour.Id != except)
            .Take(request.K)
            .ToDictionary(neighbour => neighbour.Id, neighbour => neighbour.Distance);
        var hits = pictures.Find(found.Keys).Select(picture => new Hit(picture, found[picture.Id])).ToList();
        var among = codes.Count - (except is { } own && codes.Find(own) is not null ? 1 : 0);
        return new SearchResult(query.Model.Encoder.Version, bits, among, Stopwatch.GetElapsedTime(start).TotalMilliseconds, hits);
    }
}
