using NetVips;

namespace ImageCodes.Model.Imaging;

/// <summary>
/// A change that leaves a picture the same to a person: what copies on the web have gone through, and what a search for
/// near-duplicates must see past.
/// </summary>
public sealed class PictureEdit
{
    private const int Quality = 95;
    private const int LongestSide = 1_024;   // several times what a network sees of it; a camera's picture would take a second an edit

    private readonly Func<Image, Image> _change;
    private readonly int _quality;

    private PictureEdit(string name, Func<Image, Image> change, int quality = Quality) =>
        (Name, _change, _quality) = (name, change, quality);

    /// <summary>Seventeen edits. Crops keep a share of each side; a plain band covers, a border is added.</summary>
    public static IReadOnlyList<PictureEdit> All { get; } =
    [
        new("JPEG quality 10", picture => picture.Copy(), quality: 10),
        new("quarter size", picture => picture.Resize(0.25)),
        new("middle 90 %", picture => Crop(picture, 0.9)),
        new("middle 70 %", picture => Crop(picture, 0.7)),
        new("middle 50 %", picture => Crop(picture, 0.5)),
        new("corner 75 %", picture => picture.Crop(0, 0, (int)(picture.Width * 0.75), (int)(picture.Height * 0.75))),
        new("turned 5°", picture => Turn(picture, 5)),
        new("turned 15°", picture => Turn(picture, 15)),
        new("mirrored", picture => picture.FlipHor()),
        new("grey", picture => Grey(picture)),
        new("brightness 1.5", picture => picture.Linear([1.5], [0])),
        new("contrast 0.5", picture => picture.Linear([0.5], [0.5 * Grey(picture).Avg()])),
        new("colour 2", picture => picture * 2 - Grey(picture)),
        new("blurred", picture => picture.Gaussblur(3)),
        new("black banner 20 %", picture => picture.Crop(0, 0, picture.Width, (int)(picture.Height * 0.8)).Embed(0, 0, picture.Width, picture.Height)),
        new("white border 10 %", picture => Border(picture, 0.1)),
        new("aspect 1.3", picture => picture.Resize(1.3, vscale: 1)),
    ];

    public string Name { get; }

    /// <summary>The edited picture, as a JPEG file; a large one is made smaller first.</summary>
    /// <exception cref="UnreadablePictureException">libvips reads no picture from the file.</exception>
    public byte[] Apply(byte[] file)
    {
        Libvips.EnsureSet();
        try
        {
            using var picture = Open(file).Autorot().Colourspace(Enums.Interpretation.Srgb).CopyMemory();
            using var edited = _change(picture).Cast(Enums.BandFormat.Uchar);
            return edited.JpegsaveBuffer(q: _quality);
        }
        catch (VipsException failure)
        {
            throw new UnreadablePictureException("The picture cannot be edited: libvips does not read it.", failure);
        }
    }

    private static Image Open(byte[] file)
    {
        var picture = Image.NewFromBuffer(file);   // its header
        if (Math.Max(picture.Width, picture.Height) <= LongestSide) return picture;
        picture.Dispose();
        return Image.ThumbnailBuffer(file, LongestSide, height: LongestSide);
    }

    private static Image Crop(Image picture, double share)
    {
        var (width, height) = ((int)(picture.Width * share), (int)(picture.Height * share));
        return picture.Crop((picture.Width - width) / 2, (picture.Height - height) / 2, width, height);
    }

    /// <summary>About the middle, at the same size: the corners are lost on one side and black on the other.</summary>
    private static Image Turn(Image picture, double degrees)
    {
        var turned = picture.Rotate(degrees);
        return turned.Crop((turned.Width - picture.Width) / 2, (turned.Height - picture.Height) / 2, picture.Width, picture.Height);
    }

    private static Image Grey(Image picture) => picture.Colourspace(Enums.Interpretation.Bw).Colourspace(Enums.Interpretation.Srgb);

    private static Image Border(Image picture, double share)
    {
        var (x, y) = ((int)(picture.Width * share), (int)(picture.Height * share));
        return picture.Embed(x, y, picture.Width + 2 * x, picture.Height + 2 * y, extend: Enums.Extend.White);
    }
}
