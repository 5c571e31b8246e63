using ImageCodes.Model.Codes;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Search;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Search;

/// <summary>A model, and the index of the codes it made. Whoever holds one goes on with it, whatever is chosen meanwhile.</summary>
public sealed class ModelInUse(PictureEncoder encoder, long id, CodeStore codes)
{
    private readonly Lazy<LibraryIndex> _index = new(() => new LibraryIndex(codes, id, new CodeIndex(encoder.Bits) { TableLengths = encoder.Card.Network.Prefixes }));

    public PictureEncoder Encoder { get; } = encoder;

    /// <summary>The model's number in this library.</summary>
    public long Id { get; } = id;

    /// <summary>Loaded when it is first asked for: importing needs no index.</summary>
    public LibraryIndex Index => _index.Value;
}

/// <summary>A code and the model that made it: codes of two models are never compared.</summary>
public sealed record EncodedPicture(ModelInUse Model, PictureCode Code);
