using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageCodes.Model.Networks.Kernels;

/// <summary>
/// The two ends of a convolution of 3 x 3 by F(4 x 4, 3 x 3) (Lavin and Gray 2016): what goes from pictures to the 36 planes in which
/// a convolution is a product of numbers, and what comes back. Pictures are (Count, Height, Width, Channels), side by side in memory;
/// planes are (36, Count * tiles, Channels). A tile is 4 x 4 of the results, which 6 x 6 of the pictures give, with zeros around them.
/// Channels are a multiple of what a vector holds.
/// </summary>
internal static unsafe class WinogradTiles
{
    /// <summary>Side of a tile of results.</summary>
    public const int Side = 4;

    /// <summary>Side of what a tile is computed from.</summary>
    public const int Reach = 6;

    /// <summary>How many tiles cover a side.</summary>
    public static int Along(int side) => (side + Side - 1) / Side;

    /// <summary>Of each tile d, B' d B.</summary>
    public static void FromPictures(ReadOnlySpan<float> pictures, int count, int height, int width, int channels, Span<float> planes)
    {
        fixed (float* from = pictures, to = planes) FromPictures(from, count, height, width, channels, to);
    }

    /// <summary>
    /// Of each tile m of products, A' m A; and, where it is to be halved, of each 2 x 2 of that the largest: pictures are then half as high
    /// and wide, rounded down.
    /// </summary>
    public static void ToPictures(ReadOnlySpan<float> planes, int count, int height, int width, int channels, bool halve, Span<float> pictures)
    {
        fixed (float* from = planes, to = pictures) ToPictures(from, count, height, width, channels, halve, to);
    }

    private static void FromPictures(float* pictures, int count, int height, int width, int channels, float* planes)
    {
        var (down, across) = (Along(height), Along(width));
        var plane = (nint)count * down * across * channels;
        Parallel.For(0, count * down, TorchRuntime.Threads, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (row) =>
        {
            var picture = pictures + (nint)(row / down) * height * width * channels;
            var top = row % down * Side - 1;
            var nothing = stackalloc float[channels];   // what lies outside of a picture
            var places = stackalloc float*[Reach * Reach];
            var half = stackalloc Vector512<float>[Reach * Reach];
            for (var tile = 0; tile < across; tile++)
            {
                var left = tile * Side - 1;
                for (var place = 0; place < Reach * Reach; place++)
                {
                    var (y, x) = (top + place / Reach, left + place % Reach);
                    places[place] = y >= 0 && y < height && x >= 0 && x < width ? picture + ((nint)y * width + x) * channels : nothing;
                }

                var to = planes + ((nint)row * across + tile) * channels;
                for (var channel = 0; channel < channels; channel += Vector512<float>.Count, to += Vector512<float>.Count)
                {
                    for (var x = 0; x < Reach; x++)
                    {
                        SixOfSix(
                            Vector512.Load(places[x] + channel), Vector512.Load(places[6 + x] + channel), Vector512.Load(places[12 + x] + channel),
                            Vector512.Load(places[18 + x] + channel), Vector512.Load(places[24 + x] + channel), Vector512.Load(places[30 + x] + channel),
                            out half[x], out half[6 + x], out half[12 + x], out half[18 + x], out half[24 + x], out half[30 + x]);
                    }

                    for (var y = 0; y < Reach * Reach; y += Reach)
                    {
                        SixOfSix(half[y], half[y + 1], half[y + 2], half[y + 3], half[y + 4], half[y + 5],
                            out var a, out var b, out var c, out var d, out var e, out var f);
                        a.Store(to + y * plane);
                        b.Store(to + (y + 1) * plane);
                        c.Store(to + (y + 2) * plane);
                        d.Store(to + (y + 3) * plane);
                        e.Store(to + (y + 4) * plane);
                        f.Store(to + (y + 5) * plane);
                    }
                }
            }
        });
    }

    private static void ToPictures(float* planes, int count, int height, int width, int channels, bool halve, float* pictures)
    {
        var (down, across) = (Along(height), Along(width));
        var plane = (nint)count * down * across * channels;
        var (side, givenHeight, givenWidth) = halve ? (Side / 2, height / 2, width / 2) : (Side, height, width);
        Parallel.For(0, count * down, TorchRuntime.Threads, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (row) =>
        {
            var picture = pictures + (nint)(row / down) * givenHeight * givenWidth * channels;
            var top = row % down * side;
            var half = stackalloc Vector512<float>[Side * Reach];
            var found = stackalloc Vector512<float>[Side * Side];
            for (var tile = 0; tile < across; tile++)
            {
                var left = tile * side;
                // The last tile of a side may reach over the edge.
                var (rows, columns) = (Math.Min(side, givenHeight - top), Math.Min(side, givenWidth - left));
                var from = planes + ((nint)row * across + tile) * channels;
                for (var channel = 0; channel < channels; channel += Vector512<float>.Count)
                {
                    Finish(from + channel, plane, half, found);
                    if (halve) KeepLargest(found);
                    for (var y = 0; y < rows; y++)
                    {
                        var to = picture + ((nint)(top + y) * givenWidth + left) * channels + channel;
                        for (var x = 0; x < columns; x++) found[y * Side + x].Store(to + x * channels);
                    }
                }
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* from, nint plane, Vector512<float>* half, Vector512<float>* found)
    {
        for (var x = 0; x < Reach; x++)
        {
            FourOfSix(
                Vector512.Load(from + x * plane), Vector512.Load(from + (6 + x) * plane), Vector512.Load(from + (12 + x) * plane),
                Vector512.Load(from + (18 + x) * plane), Vector512.Load(from + (24 + x) * plane), Vector512.Load(from + (30 + x) * plane),
                out half[x], out half[6 + x], out half[12 + x], out half[18 + x]);
        }

        for (var y = 0; y < Side; y++)
        {
            var six = half + y * Reach;
            var to = found + y * Side;
            FourOfSix(six[0], six[1], six[2], six[3], six[4], six[5], out to[0], out to[1], out to[2], out to[3]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void KeepLargest(Vector512<float>* found)
    {
        for (var y = 0; y < Side / 2; y++)
        {
            for (var x = 0; x < Side / 2; x++)
            {
                var four = found + 2 * (y * Side + x);
                found[y * Side + x] = Vector512.Max(Vector512.Max(four[0], four[1]), Vector512.Max(four[Side], four[Side + 1]));
            }
        }
    }

    /// <summary>B' of six numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SixOfSix(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, Vector512<float> e, Vector512<float> f,
        out Vector512<float> first, out Vector512<float> second, out Vector512<float> third, out Vector512<float> fourth, out Vector512<float> fifth, out Vector512<float> sixth)
    {
        var (even, odd) = (e - 4 * c, d - 4 * b);
        var (evenTwo, oddTwo) = (e - c, 2 * (d - b));
        first = 4 * a - 5 * c + e;
        second = even + odd;
        third = even - odd;
        fourth = evenTwo + oddTwo;
        fifth = evenTwo - oddTwo;
        sixth = 4 * b - 5 * d + f;
    }

    /// <summary>A' of six numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourOfSix(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, Vector512<float> e, Vector512<float> f,
        out Vector512<float> first, out Vector512<float> second, out Vector512<float> third, out Vector512<float> fourth)
    {
        var (sum, difference, sumTwo, differenceTwo) = (b + c, b - c, d + e, d - e);
        first = a + sum + sumTwo;
        second = difference + 2 * differenceTwo;
        third = sum + 4 * sumTwo;
        fourth = difference + 8 * differenceTwo + f;
    }
}
