using ImageCodes.Model.Imaging;

namespace ImageCodes.Model.Training;

/// <summary>
/// A view of a picture that a person would call the same picture: another crop, mirrored, turned a little, in other light,
/// faded, in grey, framed, blurred. Works on bytes; each view depends on its random numbers alone.
/// </summary>
internal sealed class Augmentation(ViewOptions options)
{
    private const double MostTurn = 20 * Math.PI / 180;
    private const double WidestFrame = 0.3;   // of the side, both borders of a direction together, or one band
    private const byte Hiding = 128;   // neither dark nor bright

    /// <summary>Writes a view of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="random">Says how the view differs.</param>
    /// <param name="view">Where to write it, of the picture's size.</param>
    /// <param name="turn">How often the picture was shown before; of use where it is mirrored in turn.</param>
    public void Draw(PixelGrid picture, Random random, Span<byte> view, int turn = 0)
    {
        var (width, height) = (picture.Width, picture.Height);
        var window = DrawWindow(random, turn, width, height);
        var colour = DrawColour(random);
        var plain = Plain(random);
        var band = DrawBand(random, width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = view.Slice((y * width + x) * 3, 3);
                var (fromX, fromY) = window.Place((x + 0.5) / width - 0.5, (y + 0.5) / height - 0.5);
                if (band.Holds(x, y) || window.Framed && IsOutside(picture, fromX, fromY)) pixel.Fill(plain);
                else colour.Apply(Sample(picture, fromX - 0.5, fromY - 0.5), pixel);
            }
        }

        if (random.NextDouble() < options.BlurChance) Blur(view, width, height);
        if (options.Hidden > 0) Hide(view, width, height, random);
    }

    private void Hide(Span<byte> view, int width, int height, Random random)
    {
        var (w, h) = ((int)Math.Round(options.Hidden * width), (int)Math.Round(options.Hidden * height));
        var (left, top) = (random.Next(width) - w / 2, random.Next(height) - h / 2);
        var (from, to) = (Math.Max(0, left), Math.Min(width, left + w));
        for (var y = Math.Max(0, top); y < Math.Min(height, top + h); y++) view[((y * width + from) * 3)..((y * width + to) * 3)].Fill(Hiding);
    }

    /// <summary>The part of the picture that the view shows: inside it, or around it where the view has a border.</summary>
    private Window DrawWindow(Random random, int turn, int width, int height)
    {
        var framed = random.NextDouble() < options.FrameChance;
        var area = options.SmallestCrop + (1 - options.SmallestCrop) * random.NextDouble();
        var aspect = options.SmallestCrop < 1 ? Math.Exp((random.NextDouble() - 0.5) * 0.6) : 1;
        var shownWidth = framed ? 1 + random.NextDouble() * WidestFrame : Math.Min(1, Math.Sqrt(area * aspect));
        var shownHeight = framed ? 1 + random.NextDouble() * WidestFrame : Math.Min(1, Math.Sqrt(area / aspect));
        // By whole pixels, so that a view that is only moved is not blurred.
        double Shift(int side) => Math.Round((random.NextDouble() * 2 - 1) * options.Shift * side) / side;
        var centreX = 0.5 + (random.NextDouble() - 0.5) * Math.Abs(1 - shownWidth) + Shift(width);
        var centreY = 0.5 + (random.NextDouble() - 0.5) * Math.Abs(1 - shownHeight) + Shift(height);
        var chance = random.Next(2);
        var mirror = (options.MirroredInTurn ? turn % 2 : chance) == 0 ? -1 : 1;
        var turned = random.NextDouble() < options.TurnChance;
        var angle = turned ? (random.NextDouble() * 2 - 1) * MostTurn : 0;
        // The corners of a turned picture are plain in one half of the cases, and continue its edge in the other.
        return new Window(
            centreX * width, centreY * height, shownWidth * width * mirror, shownHeight * height,
            Math.Sin(angle), Math.Cos(angle), framed || turned && random.Next(2) == 0);
    }

    private ColourChange DrawColour(Random random)
    {
        double Either() => (random.NextDouble() * 2 - 1) * options.Colour;
        return new ColourChange(
            Brightness: (float)(Either() * 45),
            Contrast: (float)Math.Exp(Either() * 0.6),
            Saturation: random.NextDouble() < options.GreyChance * options.Colour ? 0 : (float)Math.Exp(Either() * 0.6),
            Hue: options.Hue == 0 ? 0 : (random.NextDouble() * 2 - 1) * options.Hue * 2 * Math.PI);
    }

    private static byte Plain(Random random) => random.Next(3) switch { 0 => 0, 1 => 255, _ => (byte)random.Next(256) };

    private Band DrawBand(Random random, int width, int height)
    {
        if (random.NextDouble() >= options.FrameChance) return default;
        var share = random.NextDouble() * WidestFrame;
        var (w, h) = ((int)(share * width), (int)(share * height));
        return random.Next(4) switch
        {
            0 => new Band(0, 0, width, h),
            1 => new Band(0, height - h, width, height),
            2 => new Band(0, 0, w, height),
            _ => new Band(width - w, 0, width, height),
        };
    }

    private static bool IsOutside(PixelGrid picture, double x, double y) => x < 0 || y < 0 || x > picture.Width || y > picture.Height;

    /// <summary>Between the four nearest pixels; past the edge, the edge.</summary>
    private static (float Red, float Green, float Blue) Sample(PixelGrid picture, double x, double y)
    {
        x = Math.Clamp(x, 0, picture.Width - 1);
        y = Math.Clamp(y, 0, picture.Height - 1);
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, picture.Width - 1), Math.Min(top + 1, picture.Height - 1));
        var (across, down) = ((float)(x - left), (float)(y - top));
        var bytes = picture.Bytes;
        int a = (top * picture.Width + left) * 3, b = (top * picture.Width + right) * 3;
        int c = (bottom * picture.Width + left) * 3, d = (bottom * picture.Width + right) * 3;
        float Mix(int channel)
        {
            var upper = bytes[a + channel] + (bytes[b + channel] - bytes[a + channel]) * across;
            var lower = bytes[c + channel] + (bytes[d + channel] - bytes[c + channel]) * across;
            return upper + (lower - upper) * down;
        }

        return (Mix(0), Mix(1), Mix(2));
    }

    /// <summary>Each pixel becomes the mean of the three about it, in each direction.</summary>
    private static void Blur(Span<byte> view, int width, int height)
    {
        Smooth(view, lines: height, lineStep: width * 3, places: width, placeStep: 3);
        Smooth(view, lines: width, lineStep: 3, places: height, placeStep: width * 3);
    }

    private static void Smooth(Span<byte> view, int lines, int lineStep, int places, int placeStep)
    {
        for (var line = 0; line < lines; line++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var start = line * lineStep + channel;
                int before = view[start], here = before;
                for (var place = 0; place < places; place++)
                {
                    var next = place + 1 < places ? view[start + (place + 1) * placeStep] : here;
                    view[start + place * placeStep] = (byte)((before + here + next + 1) / 3);
                    (before, here) = (here, next);
                }
            }
        }
    }

    /// <summary>Where in the picture a place of the view comes from.</summary>
    private readonly record struct Window(double CentreX, double CentreY, double Width, double Height, double Sin, double Cos, bool Framed)
    {
        public (double X, double Y) Place(double across, double down) =>
            (CentreX + Cos * across * Width - Sin * down * Height, CentreY + Sin * across * Width + Cos * down * Height);
    }

    private readonly record struct Band(int Left, int Top, int Right, int Bottom)
    {
        public bool Holds(int x, int y) => x >= Left && x < Right && y >= Top && y < Bottom;
    }

    private readonly struct ColourChange(float Brightness, float Contrast, float Saturation, double Hue)
    {
        private readonly (float Red, float Green, float Blue)[]? _turned = Hue == 0 ? null : Turn((float)Math.Cos(Hue), (float)Math.Sin(Hue));

        public void Apply((float Red, float Green, float Blue) from, Span<byte> pixel)
        {
            if (_turned is { } rows) from = (Mix(rows[0], from), Mix(rows[1], from), Mix(rows[2], from));
            var grey = 0.299f * from.Red + 0.587f * from.Green + 0.114f * from.Blue;
            pixel[0] = Change(grey, from.Red);
            pixel[1] = Change(grey, from.Green);
            pixel[2] = Change(grey, from.Blue);
        }

        private byte Change(float grey, float value) =>
            (byte)Math.Clamp((grey + (value - grey) * Saturation - 128) * Contrast + 128 + Brightness, 0, 255);

        private static float Mix((float Red, float Green, float Blue) row, (float Red, float Green, float Blue) from) =>
            row.Red * from.Red + row.Green * from.Green + row.Blue * from.Blue;

        /// <summary>Turns colours about the axis of greys, lightness kept (hueRotate of W3C's Filter Effects).</summary>
        private static (float, float, float)[] Turn(float cos, float sin) =>
        [
            (0.213f + 0.787f * cos - 0.213f * sin, 0.715f - 0.715f * cos - 0.715f * sin, 0.072f - 0.072f * cos + 0.928f * sin),
            (0.213f - 0.213f * cos + 0.143f * sin, 0.715f + 0.285f * cos + 0.140f * sin, 0.072f - 0.072f * cos - 0.283f * sin),
            (0.213f - 0.213f * cos - 0.787f * sin, 0.715f - 0.715f * cos + 0.715f * sin, 0.072f + 0.928f * cos + 0.072f * sin),
        ];
    }
}
