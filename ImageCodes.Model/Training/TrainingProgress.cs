using ImageCodes.Model.Imaging;

namespace ImageCodes.Model.Training;

/// <summary>Where a training is.</summary>
/// <param name="Phase">"pre-training" (reconstruction alone), "fine-tuning", or whatever else an experiment does.</param>
/// <param name="Step">Steps done, of both phases.</param>
/// <param name="Steps">Steps in all; 0 where nobody knows.</param>
/// <param name="Losses">The last step's losses by name, before their weights.</param>
/// <param name="PicturesPerSecond">Since this process began; 0 where no pictures are gone through.</param>
/// <param name="Left">At this pace.</param>
/// <param name="Glimpse">What the network can do so far; at the end of each epoch, where pictures are held out.</param>
public sealed record TrainingProgress(
    string Phase, int Step, int Steps, IReadOnlyDictionary<string, double> Losses, double PicturesPerSecond, TimeSpan Left,
    HeldOutGlimpse? Glimpse = null);

/// <summary>What a network in training does on pictures that it does not learn from.</summary>
/// <param name="PrecisionAt10">Share of the 10 nearest among pictures that it learns from that have the picture's label, by the whole code, 0 to 1; null without labels.</param>
/// <param name="Pictures">A few of them.</param>
/// <param name="Drawn">The decoder's pictures of their codes.</param>
public sealed record HeldOutGlimpse(double? PrecisionAt10, IReadOnlyList<PixelGrid> Pictures, IReadOnlyList<PixelGrid> Drawn);
