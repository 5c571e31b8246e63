using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Evaluation;

/// <summary>A code of which it is known what its picture is called; two that have a label in common are alike.</summary>
/// <param name="Code">The code.</param>
/// <param name="Labels">One or more.</param>
public sealed record LabelledCode(BinaryCode Code, IReadOnlyList<string> Labels)
{
    /// <summary>A code of one class.</summary>
    public LabelledCode(BinaryCode code, string label)
        : this(code, [label])
    {
    }
}
