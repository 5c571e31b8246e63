using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Evaluation;

/// <summary>A code whose class is known.</summary>
public sealed record LabelledCode(BinaryCode Code, string Label);
