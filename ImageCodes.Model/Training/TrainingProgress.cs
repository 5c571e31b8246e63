using System.Diagnostics;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Training;

/// <summary>Where a training is.</summary>
/// <param name="Phase">
/// "pre-training" (reconstruction alone), "fine-tuning", <see cref="Describing"/> and "fine-tuning the head", or whatever else an
/// experiment does.
/// </param>
/// <param name="Step">Steps done, of all phases; pictures, while they are described.</param>
/// <param name="Steps">Steps in all; 0 where nobody knows.</param>
/// <param name="Losses">The last step's losses by name, before their weights.</param>
/// <param name="PicturesPerSecond">Since this process began; 0 where no pictures are gone through.</param>
/// <param name="Left">Of this phase, at this pace.</param>
/// <param name="Glimpse">What the network can do so far; at the end of each epoch, where pictures are held out.</param>
public sealed record TrainingProgress(
    string Phase, int Step, int Steps, IReadOnlyDictionary<string, double> Losses, double PicturesPerSecond, TimeSpan Left,
    HeldOutGlimpse? Glimpse = null)
{
    /// <summary>The phase in which pictures are looked at that a head, or a coder, will be learned from.</summary>
    public const string Describing = "describing";

    /// <summary>Where that phase is.</summary>
    internal static TrainingProgress Described(int done, int all, Stopwatch clock) =>
        new(Describing, done, all, new Dictionary<string, double>(), done / clock.Elapsed.TotalSeconds, clock.Elapsed / done * (all - done));
}

/// <summary>What a network in training does on pictures that it does not learn from.</summary>
/// <param name="PrecisionAt10">
/// Share of the 10 nearest among pictures that it learns from that have the picture's label, by the whole code, 0 to 1; null without
/// labels.
/// </param>
/// <param name="Pictures">A few of them; none while the decoder does not follow.</param>
/// <param name="Drawn">The decoder's pictures of their codes.</param>
public sealed record HeldOutGlimpse(double? PrecisionAt10, IReadOnlyList<PixelGrid> Pictures, IReadOnlyList<PixelGrid> Drawn)
{
    private const int DrawnPictures = 8;

    /// <param name="precision">See <see cref="PrecisionAt10"/>.</param>
    /// <param name="network">Draws a few of the held-out pictures; in evaluation mode and float32.</param>
    /// <param name="heldOut">Pictures that it does not learn from.</param>
    internal static HeldOutGlimpse Of(double? precision, CodeNetwork network, TrainingSet heldOut)
    {
        var shown = heldOut.Pictures.Take(DrawnPictures).Select(picture => picture.Input).ToList();
        return new HeldOutGlimpse(
            precision, [.. shown.Select(picture => picture.Whole)],
            PictureEncoder.Decode(network, [.. PictureEncoder.Encode(network, shown).Select(code => code.Code.ToSigns())]));
    }
}
