using System.ComponentModel.DataAnnotations;

namespace ImageCodes.Model.Training;

/// <summary>
/// How far a view may differ from its picture and still be called the same. All zero but for the crop of 1: the picture itself, or its
/// mirror image.
/// </summary>
public sealed record ViewOptions
{
    /// <summary>Smallest share of the picture's area that a view shows. Default 0.15.</summary>
    [Range(0.01, 1)]
    public double SmallestCrop { get; init; } = 0.15;

    /// <summary>How far the whole picture may be moved in a view, as a share of its side. Default 0.</summary>
    [Range(0.0, 0.5)]
    public double Shift { get; init; }

    /// <summary>Strength of the changes of light, contrast and colour: 0 none, 1 strong. Default 1.</summary>
    [Range(0.0, 2)]
    public double Colour { get; init; } = 1;

    /// <summary>Chance that the view is turned, by up to 20 degrees. Default 0.25.</summary>
    [Range(0.0, 1)]
    public double TurnChance { get; init; } = 0.25;

    /// <summary>Chance of a plain border around the view, and of a plain band over one of its sides. Default 0.15.</summary>
    [Range(0.0, 1)]
    public double FrameChance { get; init; } = 0.15;

    /// <summary>Chance that the view is blurred. Default 0.15.</summary>
    [Range(0.0, 1)]
    public double BlurChance { get; init; } = 0.15;

    /// <summary>Chance that the view is grey, where <see cref="Colour"/> is 1; in proportion to it otherwise. Default 0.3.</summary>
    [Range(0.0, 0.5)]
    public double GreyChance { get; init; } = 0.3;

    /// <summary>How far hues may turn, as a share of the circle. Default 0.</summary>
    [Range(0.0, 0.5)]
    public double Hue { get; init; }

    /// <summary>
    /// Side of a square of the view that is hidden, as a share of the view's side; its place is random, and it may reach past the edge
    /// (DeVries and Taylor 2017). Default 0.
    /// </summary>
    [Range(0.0, 1)]
    public double Hidden { get; init; }

    /// <summary>
    /// Whether a picture is mirrored in every other pass, instead of by chance: of two passes each shows one side (Jordan 2024). Default
    /// false.
    /// </summary>
    public bool MirroredInTurn { get; init; }

    /// <summary>Close to the picture as a search will see it: most of it, in about its own light.</summary>
    public static ViewOptions Gentle { get; } = new() { SmallestCrop = 0.5, Colour = 0.5, TurnChance = 0, FrameChance = 0, BlurChance = 0, GreyChance = 0 };

    /// <summary>Small shifts and mirroring in turn alone, for small pictures whose class is learned from many labels.</summary>
    public static ViewOptions Light { get; } =
        new() { SmallestCrop = 1, Shift = 0.0625, Colour = 0, TurnChance = 0, FrameChance = 0, BlurChance = 0, MirroredInTurn = true };
}
