using System.Buffers;
using System.Drawing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ImageCodes.Model.Imaging;

/// <summary>
/// Makes small pictures of small pictures, by the Lanczos filter of three lobes (Duchon 1979), as wide as the pixels that it
/// makes. libvips does the same, but builds its tables and its chain of operations anew for each picture, under locks that all
/// threads share: for so small a picture that takes longer than the pixels do.
/// </summary>
internal static class Resampling
{
    private const int Lobes = 3;

    /// <summary>The picture with a longer side of <paramref name="size"/> pixels; itself where it is no larger.</summary>
    public static PixelGrid Shrink(PixelGrid picture, int size)
    {
        var longer = Math.Max(picture.Width, picture.Height);
        int Shrunk(int length) => Math.Max(1, (int)Math.Round((double)length * size / longer));
        return longer <= size ? picture : Stretch(picture, new Rectangle(0, 0, picture.Width, picture.Height), Shrunk(picture.Width), Shrunk(picture.Height));
    }

    /// <summary>
    /// A part, of the pixels within it alone, in another width and height. What is asked for in its own size stays as it is.
    /// </summary>
    public static PixelGrid Stretch(PixelGrid picture, Rectangle part, int width, int height)
    {
        using var pixels = Rented.Of(part.Height, part.Width);
        for (var y = 0; y < part.Height; y++) Widen(picture.Bytes.AsSpan(3 * ((part.Y + y) * picture.Width + part.X)), pixels.Row(y));
        using var flat = Rented.Of(height, part.Width);
        Filter(pixels, flat);
        using var turned = Rented.Of(part.Width, height);
        Turn(flat, turned);
        using var narrow = Rented.Of(width, height);
        Filter(turned, narrow);
        using var made = Rented.Of(height, width);
        Turn(narrow, made);
        var bytes = new byte[height * width * 3];
        for (var y = 0; y < height; y++) Narrow(made.Row(y), bytes.AsSpan(3 * y * width));
        return new PixelGrid(width, height, bytes);
    }

    private static void Widen(ReadOnlySpan<byte> bytes, Span<Vector3> colours)
    {
        for (var i = 0; i < colours.Length; i++) colours[i] = new Vector3(bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]);
    }

    private static void Narrow(ReadOnlySpan<Vector3> colours, Span<byte> bytes)
    {
        for (var i = 0; i < colours.Length; i++)
        {
            var colour = Vector3.Clamp(Vector3.Round(colours[i]), Vector3.Zero, new Vector3(byte.MaxValue));
            (bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) = ((byte)colour.X, (byte)colour.Y, (byte)colour.Z);
        }
    }

    private static void Turn(Rented rows, Rented columns)
    {
        for (var y = 0; y < rows.Height; y++)
        {
            var row = rows.Row(y);
            for (var x = 0; x < row.Length; x++) columns.Row(x)[y] = row[x];
        }
    }

    /// <summary>As many rows of those of the source as the target has: each the sum of those near it, by weights that sum to 1.</summary>
    private static void Filter(Rented source, Rented target)
    {
        var scale = (double)source.Height / target.Height;
        var lobe = Math.Max(1, scale);   // its width, in rows of the source
        Span<float> weights = stackalloc float[(int)(2 * Lobes * lobe) + 2];
        for (var y = 0; y < target.Height; y++)
        {
            var middle = (y + 0.5) * scale - 0.5;
            var first = Math.Max(0, (int)Math.Ceiling(middle - Lobes * lobe));
            var taps = Math.Min(source.Height - 1, (int)Math.Floor(middle + Lobes * lobe)) - first + 1;
            var sum = 0f;
            for (var tap = 0; tap < taps; tap++) sum += weights[tap] = Lanczos((first + tap - middle) / lobe);
            var made = MemoryMarshal.Cast<Vector3, float>(target.Row(y));
            made.Clear();
            for (var tap = 0; tap < taps; tap++) Add(MemoryMarshal.Cast<Vector3, float>(source.Row(first + tap)), weights[tap] / sum, made);
        }
    }

    private static void Add(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        var i = 0;
        for (var weights = new Vector<float>(weight); i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sum[i..]) + weights * new Vector<float>(row[i..])).CopyTo(sum[i..]);
        for (; i < row.Length; i++) sum[i] += weight * row[i];
    }

    private static float Lanczos(double x) => Math.Abs(x) >= Lobes ? 0 : (float)(Sinc(x) * Sinc(x / Lobes));

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>Colours in rows, in an array that others have used.</summary>
    private readonly record struct Rented(Vector3[] Colours, int Height, int Width) : IDisposable
    {
        public static Rented Of(int height, int width) => new(ArrayPool<Vector3>.Shared.Rent(height * width), height, width);

        public Span<Vector3> Row(int y) => Colours.AsSpan(y * Width, Width);

        public void Dispose() => ArrayPool<Vector3>.Shared.Return(Colours);
    }
}
