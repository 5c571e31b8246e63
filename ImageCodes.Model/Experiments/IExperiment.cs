namespace ImageCodes.Model.Experiments;

/// <summary>A figure or table of the literature, computed here by one command.</summary>
public interface IExperiment
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>One sentence: what is learned, from what, and what is measured.</summary>
    string Summary { get; }

    /// <exception cref="FileNotFoundException">The data are not where the context says.</exception>
    IReadOnlyList<ExperimentFigure> Run(ExperimentContext context);
}
