using System.Diagnostics;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Experiments;

/// <summary>All experiments, by name.</summary>
public static class ExperimentCatalogue
{
    public static IReadOnlyList<IExperiment> All { get; } =
    [
        new DefaultModelExperiment(), new Cifar10FullExperiment(), new Cifar10FewExperiment(), new Cifar10UnlabelledExperiment(), new MnistNcaExperiment(), new MnistNcaSplitExperiment(), new NcaExperiment(),
        new AutoencoderExperiment(), new ObservationModelsExperiment(), new PcaExperiment(), new RbmExperiment(), new DenoisingExperiment(), new ContractiveExperiment(), new SparseDecompositionExperiment(),
        new StackedExperiment(), new DeepMnistExperiment(), new DeepCurvesExperiment(), new DeepFacesExperiment(), new DocumentsExperiment(), new SemanticHashingExperiment(),
        new ImageCodesExperiment(), new SimilarityExperiment(),
    ];

    /// <exception cref="ArgumentException">There is no experiment of that name.</exception>
    public static IExperiment Find(string name) => All.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new ArgumentException($"There is no experiment '{name}'; there are {string.Join(", ", All.Select(experiment => experiment.Name))}.");

    /// <summary>Runs it, takes the time, and keeps the result and its pictures in the work folder; those of an earlier run go.</summary>
    public static ExperimentResult Run(IExperiment experiment, ExperimentContext context)
    {
        using var _ = new QuietCollector();
        var (begun, clock) = (DateTime.UtcNow, Stopwatch.StartNew());
        var figures = experiment.Run(context with { Experiment = experiment.Name });
        var result = new ExperimentResult(experiment.Name, context.Seed, context.Quick, Math.Round(clock.Elapsed.TotalSeconds, 1), figures);
        result.Save(context.Work);
        foreach (var old in ExperimentPictures.Of(context.Work, experiment.Name, context.Quick).Where(path => File.GetLastWriteTimeUtc(path) < begun)) File.Delete(old);
        return result;
    }
}
