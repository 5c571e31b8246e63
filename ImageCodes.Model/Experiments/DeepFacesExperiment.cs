using ImageCodes.Model.Experiments.Data;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Patches of faces through 30 numbers (Hinton and Salakhutdinov 2006): 625-2000-1000-500-30 beside as many principal components, on people
/// who were not seen.
/// </summary>
internal sealed class DeepFacesExperiment : IExperiment
{
    private const int Numbers = 30;
    private const int Shown = 12;
    private const int QuickOfEach = 41;

    private static readonly DeepReconstruction Deep = new(
        "faces", ObservationModel.Gaussian, [new(2_000, Epochs: 20), new(1_000, Epochs: 5), new(500, Epochs: 5), new(Numbers, Linear: true, Epochs: 5)],
        new DescentOptions { Epochs = 20, Batch = 500, LearningRate = 5e-4 });

    public string Name => "deep-faces";

    public string Summary =>
        "Patches of Olivetti faces through 30 numbers, 625-2000-1000-500-30: squared error a patch of people not seen, beside 30 principal components.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        using var scope = NewDisposeScope();
        var (seen, unseen) = context.Quick ? Faces.Read(context, QuickOfEach) : Faces.Read(context);
        var components = DeepReconstruction.OfComponents(seen, unseen, Numbers);
        var deep = Deep.Of(context, seen, unseen);
        var shown = linspace(0, unseen.shape[0] - 1, Shown).to(int64);
        context.Show("faces above ours above components", GreyPictures.Of(cat([.. new[] { unseen, deep, components }.Select(rows => rows.index_select(0, shown) / 6 + 0.5)])), Shown);
        return
        [
            new("squared error a patch of people not seen, 625-2000-1000-500-30", DeepReconstruction.Error(deep, unseen), 138.6, "126 (Hinton and Salakhutdinov 2006)"),
            new("squared error a patch of people not seen, 30 principal components", DeepReconstruction.Error(components, unseen), Published: "135"),
        ];
    }
}
