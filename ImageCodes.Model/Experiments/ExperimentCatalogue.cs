using System.Diagnostics;

namespace ImageCodes.Model.Experiments;

/// <summary>All experiments, by name.</summary>
public static class ExperimentCatalogue
{
    public static IReadOnlyList<IExperiment> All { get; } = [new DefaultModelExperiment(), new Cifar10FullExperiment(), new Cifar10FewExperiment(), new Cifar10UnlabelledExperiment(), new MnistNcaExperiment(), new MnistNcaSplitExperiment()];

    /// <exception cref="ArgumentException">There is no experiment of that name.</exception>
    public static IExperiment Find(string name) => All.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new ArgumentException($"There is no experiment '{name}'; there are {string.Join(", ", All.Select(experiment => experiment.Name))}.");

    /// <summary>Runs it and takes the time.</summary>
    public static ExperimentResult Run(IExperiment experiment, ExperimentContext context)
    {
        var clock = Stopwatch.StartNew();
        var figures = experiment.Run(context);
        return new ExperimentResult(experiment.Name, context.Seed, context.Quick, Math.Round(clock.Elapsed.TotalSeconds, 1), figures);
    }
}
