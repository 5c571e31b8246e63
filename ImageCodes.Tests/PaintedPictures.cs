using ImageCodes.Model.Samples;

[assembly: AssemblyFixture(typeof(ImageCodes.Tests.PaintedPictures))]

namespace ImageCodes.Tests;

/// <summary>Pictures of the sample painter. Each is painted once, whichever tests ask for it.</summary>
public sealed class PaintedPictures : IDisposable
{
    private static readonly TemporaryFolder Painted = new();
    private static readonly Lock Painting = new();

    /// <summary>What <see cref="SamplePainter.Paint"/> would paint.</summary>
    public static void Copy(string folder, int perKind, int seed = 1)
    {
        var kept = Painted[$"{seed}"];
        lock (Painting) SamplePainter.Paint(kept, perKind, seed);
        foreach (var kind in SamplePainter.Kinds)
        {
            Directory.CreateDirectory(Path.Combine(folder, kind));
            foreach (var file in Directory.GetFiles(Path.Combine(kept, kind), "*.jpg").Order(StringComparer.Ordinal).Take(perKind))
                File.Copy(file, Path.Combine(folder, kind, Path.GetFileName(file)));
        }
    }

    public void Dispose() => Painted.Dispose();
}
