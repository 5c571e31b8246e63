using System.Security.Cryptography;
using ImageCodes.Model.Imaging;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Search;

/// <summary>A picture that someone searched with and that is not part of the library.</summary>
/// <param name="Id">Stands in the address of the search.</param>
/// <param name="Name">What its file is called, or the address it came from.</param>
/// <param name="Thumbnail">A JPEG file.</param>
/// <param name="Input">What a network sees of it.</param>
public sealed record QueryPicture(string Id, string Name, byte[] Thumbnail, NetworkInput Input);

/// <summary>The latest pictures searched with, kept in memory so that the address of a search goes on working for a while.</summary>
public sealed class QueryPictures
{
    private const int Kept = 500;

    private readonly PictureDecoder _decoder;
    private readonly SharedEncoder _encoder;

    private readonly Lock _keeping = new();
    private readonly OrderedDictionary<string, QueryPicture> _pictures = [];   // by id; first the one that nobody asked for longest
    private readonly Dictionary<string, Task<EncodedPicture>> _codes = [];   // of those whose code somebody asked for

    public QueryPictures(PictureDecoder decoder, SharedEncoder encoder, LiveModel model)
    {
        (_decoder, _encoder) = (decoder, encoder);
        model.Changed += ForgetCodes;
    }

    /// <summary>Decodes a file; the same bytes get the same id, and are called as whoever brought them last calls them.</summary>
    /// <exception cref="UnreadablePictureException">The file gives no picture.</exception>
    public QueryPicture Add(string name, byte[] file, CancellationToken cancel = default)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(file))[..16];
        lock (_keeping)
        {
            if (Take(id) is { } known) return _pictures[id] = known with { Name = name };
        }

        var decoded = _decoder.Decode(file, cancel);
        var query = new QueryPicture(id, name, decoded.Thumbnail, decoded.Input);
        lock (_keeping)
        {
            if (!_pictures.TryAdd(id, query)) return _pictures[id];
            while (_pictures.Count > Kept)
            {
                _codes.Remove(_pictures.GetAt(0).Key);
                _pictures.RemoveAt(0);
            }
        }

        return query;
    }

    /// <summary>Null where it was never here, or so many came since that it was let go.</summary>
    public QueryPicture? Find(string id)
    {
        lock (_keeping) return Take(id);
    }

    /// <summary>Finds one, which is the last to be let go then.</summary>
    private QueryPicture? Take(string id)
    {
        if (!_pictures.Remove(id, out var known)) return null;
        _pictures.Add(id, known);
        return known;
    }

    /// <summary>A picture's code by the model in use: made once, however often its search is changed.</summary>
    public Task<EncodedPicture> EncodeAsync(QueryPicture picture)
    {
        lock (_keeping)
        {
            if (_codes.TryGetValue(picture.Id, out var known) && !known.IsFaulted) return known;
            var code = _encoder.EncodeAsync(picture.Input);
            if (_pictures.ContainsKey(picture.Id)) _codes[picture.Id] = code;
            return code;
        }
    }

    /// <summary>When another model is in use: a code holds its model, and that one's index.</summary>
    private void ForgetCodes()
    {
        lock (_keeping) _codes.Clear();
    }
}
