namespace ImageCodes.Model.Training;

/// <summary>Where a training is.</summary>
/// <param name="Phase">"pre-training" (reconstruction alone) or "fine-tuning".</param>
/// <param name="Step">Steps done, of both phases.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Losses">The last step's losses by name, before their weights.</param>
/// <param name="PicturesPerSecond">Since this process began.</param>
/// <param name="Left">At this pace.</param>
public sealed record TrainingProgress(
    string Phase, int Step, int Steps, IReadOnlyDictionary<string, double> Losses, double PicturesPerSecond, TimeSpan Left);
