using ImageCodes.Model.Imaging;

namespace ImageCodes.Model.Training;

/// <summary>
/// Two views of one picture that a person would call the same picture: another crop, mirrored, turned a little, in other
/// light, faded, in grey. Works on bytes; each view depends on its random numbers alone.
/// </summary>
internal static class Augmentation
{
    /// <summary>Writes a view of <paramref name="picture"/>, of the same size, into <paramref name="view"/>.</summary>
    public static void Draw(PixelGrid picture, Random random, Span<byte> view)
    {
        var (width, height) = (picture.Width, picture.Height);
        var area = 0.35 + 0.65 * random.NextDouble();
        var aspect = Math.Exp((random.NextDouble() - 0.5) * 0.6);
        var cropWidth = Math.Min(1, Math.Sqrt(area * aspect)) * width;
        var cropHeight = Math.Min(1, Math.Sqrt(area / aspect)) * height;
        var centreX = cropWidth / 2 + random.NextDouble() * (width - cropWidth);
        var centreY = cropHeight / 2 + random.NextDouble() * (height - cropHeight);
        var mirror = random.Next(2) == 0 ? -1 : 1;
        var angle = random.Next(4) == 0 ? (random.NextDouble() - 0.5) * 0.5 : 0;
        var (sin, cos) = Math.SinCos(angle);
        var colour = DrawColour(random);

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var across = ((x + 0.5) / width - 0.5) * cropWidth * mirror;
                var down = ((y + 0.5) / height - 0.5) * cropHeight;
                var (red, green, blue) = Sample(picture, centreX + cos * across - sin * down - 0.5, centreY + sin * across + cos * down - 0.5);
                var place = (y * width + x) * 3;
                colour.Apply(red, green, blue, view.Slice(place, 3));
            }
        }
    }

    private static ColourChange DrawColour(Random random) => new(
        Brightness: (float)((random.NextDouble() - 0.5) * 80),
        Contrast: (float)Math.Exp((random.NextDouble() - 0.5) * 1.0),
        Saturation: random.Next(8) == 0 ? 0 : (float)Math.Exp((random.NextDouble() - 0.5) * 1.0));

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

    private readonly record struct ColourChange(float Brightness, float Contrast, float Saturation)
    {
        public void Apply(float red, float green, float blue, Span<byte> pixel)
        {
            var grey = 0.299f * red + 0.587f * green + 0.114f * blue;
            pixel[0] = Change(grey, red);
            pixel[1] = Change(grey, green);
            pixel[2] = Change(grey, blue);
        }

        private byte Change(float grey, float value) =>
            (byte)Math.Clamp((grey + (value - grey) * Saturation - 128) * Contrast + 128 + Brightness, 0, 255);
    }
}
