using System.Diagnostics;
using System.Drawing;
using System.Text.RegularExpressions;
using ImageMagick;
using NetVips;

namespace ImageCodes.Model.Imaging;

/// <summary>
/// Turns a file's bytes into upright sRGB pixels. libvips reads what it reads safely (it shrinks while it loads, in little
/// memory); ImageMagick reads HEIC, BMP and JPEG XL, by those names only. Safe to use from many threads.
/// </summary>
public sealed partial class PictureDecoder(ImagingOptions options)
{
    /// <summary>Side of the network's input, in pixels.</summary>
    public const int InputSize = 64;

    /// <summary>
    /// Longer side, in pixels, of the picture that the network's input is taken from: a fixed one, since codes depend on it.
    /// </summary>
    private const int WorkingSize = 256;

    /// <summary>
    /// Counts the ways that files became input: codes that were made from other pixels of the same pictures are not compared with those of
    /// today.
    /// </summary>
    public const int Revision = 3;

    // JPEG, 0 to 100. WebP files of these sizes, made as fast as it makes them, are no smaller, and take three times as long.
    private const int ThumbnailQuality = 80;
    private const int ViewQuality = 85;

    private readonly PixelBudget _budget = new(options.MaxPixels);

    /// <summary>Its limits.</summary>
    public ImagingOptions Options => options;

    // One call is one thread, as of libvips: the callers run many pictures side by side.
    static PictureDecoder() => ResourceLimits.Thread = 1;

    /// <summary>Decodes once for the network's input and the thumbnail.</summary>
    /// <exception cref="UnreadablePictureException">The file is no picture, is damaged, or is over a limit.</exception>
    public DecodedPicture Decode(byte[] file, CancellationToken cancel = default) => Read(file, (header, source) =>
    {
        var working = source.Upright(WorkingSize);
        // A larger thumbnail is decoded by itself: shrunk from it, the input would be another than without it.
        using var thumbnail =
            (options.ThumbnailSize > WorkingSize ? source.Upright(options.ThumbnailSize) : Resampling.Shrink(working, options.ThumbnailSize)).ToImage();
        return new DecodedPicture(header, See(working, InputSize), thumbnail.JpegsaveBuffer(q: ThumbnailQuality));
    }, cancel);

    /// <summary>The network's input alone, the same as <see cref="Decode"/> gives: what training and search need.</summary>
    /// <exception cref="UnreadablePictureException">As <see cref="Decode"/>.</exception>
    public NetworkInput DecodeInput(byte[] file, CancellationToken cancel = default) => DecodeInput(file, InputSize, cancel);

    /// <summary>The same for networks that see <paramref name="side"/> pixels a side.</summary>
    /// <exception cref="UnreadablePictureException">As <see cref="Decode"/>.</exception>
    public NetworkInput DecodeInput(byte[] file, int side, CancellationToken cancel = default) =>
        Read(file, (_, source) => See(source.Upright(WorkingSize), side), cancel);

    /// <summary>A JPEG file of the upright picture, its longer side at most <paramref name="size"/> pixels.</summary>
    /// <exception cref="UnreadablePictureException">As <see cref="Decode"/>.</exception>
    public byte[] Render(byte[] file, int size, CancellationToken cancel = default) => Read(file, (_, source) =>
    {
        using var picture = source.Upright(size).ToImage();
        return picture.JpegsaveBuffer(q: ViewQuality);
    }, cancel);

    /// <summary>Reads a file's bytes, if there are some and no more than the limit.</summary>
    /// <exception cref="UnreadablePictureException">The file is empty, no regular file, or over the limit of bytes.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<byte[]> ReadFileAsync(string path, CancellationToken cancel = default)
    {
        RefuseLength(PictureFiles.Opened(path).Length);
        return await File.ReadAllBytesAsync(path, cancel);
    }

    /// <inheritdoc cref="ReadFileAsync"/>
    public byte[] ReadFile(string path)
    {
        RefuseLength(PictureFiles.Opened(path).Length);
        return File.ReadAllBytes(path);
    }

    /// <summary>Refuses a length before its bytes are read. Pipes and devices have none, and reading them may never end.</summary>
    /// <exception cref="UnreadablePictureException">It is 0 or over the limit of bytes.</exception>
    public void RefuseLength(long bytes)
    {
        if (bytes == 0) throw new UnreadablePictureException("The file is empty.");
        if (bytes > options.MaxBytes) throw new UnreadablePictureException($"The file has {bytes:N0} bytes; at most {options.MaxBytes:N0} are read.");
    }

    private (PictureHeader Header, bool IsHeldWhole) Open(byte[] file)
    {
        RefuseLength(file.LongLength);
        var format = PictureSignature.Read(file)
            ?? throw new UnreadablePictureException("The file's content is no picture that is read here (JPEG, PNG, GIF, WebP, TIFF, AVIF, HEIC, BMP, JPEG XL).");
        var (width, height, isHeldWhole) = Guarded(format, () => ReadsByMagick(format) ? MagickSource.Measure(file, format) : VipsSource.Measure(file, format));
        if ((long)width * height > options.MaxPixels)
            throw new UnreadablePictureException($"The picture has {width} x {height} pixels; at most {options.MaxPixels:N0} are decoded.");
        return (new PictureHeader(format, width, height), isHeldWhole);
    }

    private static NetworkInput See(PixelGrid picture, int side)
    {
        var whole = Resampling.Stretch(picture, new Rectangle(0, 0, picture.Width, picture.Height), side, side);
        if (Math.Max(picture.Width, picture.Height) <= side) return new NetworkInput(whole);
        int Middle(int length) => Math.Max(1, (int)(length * NetworkInput.MiddleShare));
        var (width, height) = (Middle(picture.Width), Middle(picture.Height));
        return new NetworkInput(
            whole, Resampling.Stretch(picture, new Rectangle((picture.Width - width) / 2, (picture.Height - height) / 2, width, height), side, side));
    }

    private T Read<T>(byte[] file, Func<PictureHeader, IPictureSource, T> read, CancellationToken cancel)
    {
        var (header, isHeldWhole) = Open(file);
        using var room = isHeldWhole ? _budget.Take((long)header.Width * header.Height, cancel) : null;   // before the clock begins
        var longest = TimeSpan.FromSeconds(options.MaxSeconds);
        var start = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(longest);
        return Guarded(header.Format, () =>
        {
            IPictureSource source = ReadsByMagick(header.Format)
                ? new MagickSource(file, header.Format, limit.Token)
                : new VipsSource(file, header, limit.Token);
            UnreadablePictureException TooSlow() => new($"The picture took more than {options.MaxSeconds} s to decode.");
            try
            {
                var result = read(header, source);
                // On a busy machine the timer may come after the last row; the rule is the same for all.
                return Stopwatch.GetElapsedTime(start) <= longest ? result : throw TooSlow();
            }
            catch (Exception) when (limit.IsCancellationRequested)
            {
                cancel.ThrowIfCancellationRequested();
                throw TooSlow();
            }
        });
    }

    private static bool ReadsByMagick(PictureFormat format) => format is PictureFormat.Heic or PictureFormat.Bmp or PictureFormat.JpegXl;

    private static T Guarded<T>(PictureFormat format, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is VipsException or MagickException)
        {
            throw new UnreadablePictureException($"The {format.Name()} file is damaged or cut short: {FirstLine(failure.Message)}", failure);
        }
    }

    /// <summary>libvips appends its log; the last line before it is the loader's own, behind the loader's name.</summary>
    private static string FirstLine(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.Length > 1 && lines[0].StartsWith("unable to", StringComparison.OrdinalIgnoreCase) ? lines[^1] : lines[0];
        return LoaderName().Replace(line, "").TrimEnd('.') + ".";
    }

    [GeneratedRegex(@"^(Vips\w+|\w+load\w*): ")]
    private static partial Regex LoaderName();
}
