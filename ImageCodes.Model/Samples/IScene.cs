using SkiaSharp;

namespace ImageCodes.Model.Samples;

/// <summary>A kind of sample picture. The same random numbers paint the same picture.</summary>
internal interface IScene
{
    /// <summary>The name of its folder, and so its label.</summary>
    string Name { get; }

    /// <summary>Paints over the whole canvas, <see cref="SamplePainter.Width"/> x <see cref="SamplePainter.Height"/>.</summary>
    void Paint(SKCanvas canvas, Random random);
}
