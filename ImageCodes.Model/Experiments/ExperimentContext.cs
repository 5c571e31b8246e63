using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Training;

namespace ImageCodes.Model.Experiments;

/// <summary>What an experiment works with.</summary>
public sealed record ExperimentContext
{
    /// <summary>The folder that holds the data sets, each under its usual name: see docs/experiments.md.</summary>
    public required string Data { get; init; }

    /// <summary>A folder for checkpoints and models; the same command goes on from what it finds there.</summary>
    public required string Work { get; init; }

    /// <summary>The model that experiments on the default model measure.</summary>
    public required string Model { get; init; }

    /// <summary>Seeds every draw.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Decodes pictures.</summary>
    public required PictureDecoder Decoder { get; init; }

    /// <summary>Told after each step of a training.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops the experiment; a training leaves a checkpoint.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Pictures of one archive of the data folder, or of a folder within it.</summary>
    public TrainingSet Pictures(string path, int side = PictureDecoder.InputSize) => TrainingSet.Load([PathOf(path)], Decoder, side, cancel: Cancel);

    /// <summary>Where a data set is.</summary>
    public string PathOf(string path) => System.IO.Path.Combine(Data, path);

    /// <summary>Learns a model, or takes the one that an earlier run of the same experiment and seed left.</summary>
    /// <returns>The model as it is read from its file.</returns>
    internal PictureEncoder Train(string name, TrainingOptions options, TrainingSet set)
    {
        Directory.CreateDirectory(Work);
        var model = System.IO.Path.Combine(Work, $"{name}-{options.Seed}.safetensors");
        if (!File.Exists(model))
        {
            var checkpoint = model + ".checkpoint";
            using var network = new Trainer(options, set).Run(checkpoint, Progress, Cancel);
            ModelFile.Save(model, network, new ModelCard(
                name, options.Network, DateTimeOffset.UtcNow, $"imagecodes experiment {name} --seed {options.Seed}",
                [$"{set.Pictures.Count} pictures"], new Dictionary<string, double>()));
            Directory.Delete(checkpoint, recursive: true);
        }

        return PictureEncoder.Load(model);
    }
}
