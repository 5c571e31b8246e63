namespace ImageCodes.Model.Experiments;

/// <summary>Both figures of nonlinear NCA on digits (Salakhutdinov and Hinton 2007): a code for neighbours, and one in two parts.</summary>
internal sealed class NcaExperiment : IExperiment
{
    private readonly MnistNcaExperiment _whole = new();
    private readonly MnistNcaSplitExperiment _split = new();

    public string Name => "nca";

    public string Summary => $"Both at once: {_whole.Name} and {_split.Name}; the films of the second's units stand with it.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context) => [.. _whole.Run(context), .. _split.Run(context)];
}
