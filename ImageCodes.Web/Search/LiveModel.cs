using ImageCodes.Model.Networks;
using ImageCodes.Model.Search;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Settings;

namespace ImageCodes.Web.Search;

/// <summary>The model that makes codes now, and the index of the codes it made.</summary>
public sealed class LiveModel : IDisposable
{
    private readonly Lazy<LibraryIndex> _index;

    /// <exception cref="InvalidDataException">The model file is not one of this program.</exception>
    /// <exception cref="FileNotFoundException">There is no model file.</exception>
    public LiveModel(LibraryOptions options, ModelStore models, CodeStore codes)
    {
        Encoder = PictureEncoder.Load(options.ModelPath);
        Id = models.Register(Encoder);
        _index = new Lazy<LibraryIndex>(() => new LibraryIndex(codes, Id, new LinearScanIndex(Encoder.Bits)));
    }

    public PictureEncoder Encoder { get; }

    /// <summary>The model's number in this library.</summary>
    public long Id { get; }

    /// <summary>Loaded when it is first asked for: importing needs no index.</summary>
    public LibraryIndex Index => _index.Value;

    public void Dispose() => Encoder.Dispose();
}
