using ImageCodes.Model.Networks;
using ImageCodes.Model.Search;
using ImageCodes.Model.Training;

namespace ImageCodes.Model.Experiments;

/// <summary>
/// Codes of CIFAR-10 from 5,000 labels, by the protocol of deep hashing: of each class a tenth of the test pictures, 100,
/// are queries, and a tenth of the others, 500, are labelled; the remaining 54,000 are the database, seen without labels. What is learned
/// from pictures alone comes first; from there the labelled ones teach; then, from there again, also what their pupil calls the others.
/// </summary>
internal sealed class Cifar10FewExperiment : IExperiment
{
    private const int Share = 10;   // one in so many is a query, or labelled
    private const int Voters = 10;
    private const int SmallBatch = 250;
    private const double SmallShare = 0.4;

    private static readonly (int Bits, double? Floor, string? Published)[] Aims =
    [
        (24, 0.70, "from scratch .57 (NINH); nets trained on ImageNet .77-.79"),
        (48, 0.72, "from scratch .58 (NINH); nets trained on ImageNet .80-.82"),
    ];

    private static readonly ViewOptions Views =
        new() { SmallestCrop = 0.3, Colour = 0.7, Hue = 0.05, GreyChance = 0.1, TurnChance = 0, FrameChance = 0, BlurChance = 0 };

    public string Name => "cifar10-few";

    public string Summary => "CIFAR-10, 5,000 labels, from scratch: mean average precision over 54,000 pictures at 24 and 48 bits.";

    public IReadOnlyList<ExperimentFigure> Run(ExperimentContext context)
    {
        var (train, test) = (context.Pictures("cifar10.zip/train", Cifar10.Side), context.Pictures("cifar10.zip/test", Cifar10.Side));
        var (queries, notAsked) = DrawTenth(test, context.Seed);
        var (labelled, others) = DrawTenth(train, context.Seed);
        var database = new TrainingSet([.. others.Pictures, .. notAsked.Pictures]);

        using var seen = Cifar10.LearnNeighbours(context, train);
        TrainingOptions Learning(int epochs, double rate) =>
            Cifar10.LabelsAlone(context, epochs, Views) with { BatchPictures = SmallBatch, SmallShare = SmallShare, LearningRate = rate };
        using var pupil = context.Train($"{Name}-labels", Learning(epochs: 40, rate: 0.02), () => labelled, seen);
        using var encoder =
            context.Train($"{Name}-believed", Learning(epochs: 16, rate: 0.03),
                () => Believe(pupil, labelled, database, context.Cancel), seen, told: new object[] { pupil.Version, Voters });
        return
        [
            .. Cifar10.MeasureStage(context, "labelled pictures alone", pupil, database, queries, Aims),
            .. Cifar10.Measure(context, encoder, database, queries, Aims),
        ];
    }

    /// <summary>A tenth of the pictures, as many of each class, drawn by the seed, and the rest.</summary>
    private static (TrainingSet Drawn, TrainingSet Others) DrawTenth(TrainingSet set, int seed)
    {
        var labels = set.Pictures.Select(picture => picture.Label).ToList();
        var drawn = LabelledDraw.Of(labels, labels.Count / labels.Distinct().Count() / Share, seed).Drawn.ToHashSet();
        return (set.Part(drawn.Contains), set.Part(place => !drawn.Contains(place)));
    }

    /// <summary>
    /// The labelled pictures, and of the others those on whose label all their nearest labelled ones agree, with that (Lee 2013). Whatever
    /// is as near as the last of these has its say, too.
    /// </summary>
    private static TrainingSet Believe(PictureEncoder encoder, TrainingSet labelled, TrainingSet others, CancellationToken cancel)
    {
        var known = HeldOutReport.Encode(encoder, labelled, cancel);
        var index = new CodeIndex(encoder.Bits);
        index.Add(new CodeBatch(encoder.Bits, known.Select((code, place) => KeyValuePair.Create((long)place, code.Code))));
        var labelledCodes = index.Snapshot();
        var believed = new IReadOnlyList<string>[others.Pictures.Count];
        Parallel.ForEach(others.Pictures.Select((picture, place) => (picture.Input, place)).Chunk(SmallBatch), new ParallelOptions { CancellationToken = cancel }, chunk =>
        {
            foreach (var (code, (_, place)) in encoder.Encode([.. chunk.Select(entry => entry.Input)]).Zip(chunk))
            {
                var votes = labelledCodes.Ball(code, labelledCodes.Nearest(code, Voters)[^1].Distance)
                    .Select(near => known[(int)near.Id].Labels[0]).Distinct().ToList();
                believed[place] = votes.Count == 1 ? votes : [];
            }
        });
        return new TrainingSet([.. labelled.Pictures, .. others.Relabelled(place => believed[place]).Pictures.Where(picture => picture.Label is not null)]);
    }
}
