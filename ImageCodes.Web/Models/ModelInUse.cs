using ImageCodes.Model.Networks;
using ImageCodes.Model.Search;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Models;

/// <summary>A model, and the index of the codes it made. Whoever holds one goes on with it, whatever is chosen meanwhile.</summary>
public sealed class ModelInUse(PictureEncoder encoder, long id, CodeStore codes)
{
    private readonly Lock _loading = new();
    private LibraryIndex? _index;

    public PictureEncoder Encoder { get; } = encoder;

    /// <summary>The model's number in this library.</summary>
    public long Id { get; } = id;

    /// <summary>
    /// Loaded when it is first asked for: importing needs no index. Where that fails, it is tried again by who asks next.
    /// </summary>
    public LibraryIndex Index
    {
        get
        {
            if (Volatile.Read(ref _index) is { } loaded) return loaded;
            lock (_loading) return _index ??= new LibraryIndex(codes, Id, new CodeIndex(Encoder.Bits) { TableLengths = Encoder.Card.Network.Prefixes });
        }
    }
}
