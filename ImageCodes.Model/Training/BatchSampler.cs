namespace ImageCodes.Model.Training;

/// <summary>
/// Draws the pictures of each step. A step's draw depends on the seed and the step alone, so a resumed training sees what
/// it would have seen.
/// </summary>
internal sealed class BatchSampler(TrainingSet set, TrainingOptions options)
{
    private readonly int[] _unlabelled = [.. Enumerable.Range(0, set.Pictures.Count).Where(i => set.Pictures[i].Label is null)];

    public int BatchPictures { get; } = Math.Min(options.BatchPictures, set.Pictures.Count);

    public int StepsPerEpoch => Math.Max(1, set.Pictures.Count / BatchPictures);

    /// <summary>Places in the set. Labelled pictures come in groups of one label, unlabelled ones in their share of the set.</summary>
    public int[] Draw(int step)
    {
        var random = new Random(StepSeed.Of(options.Seed, step));
        var batch = new List<int>(BatchPictures);
        var unlabelled = (int)Math.Round((double)BatchPictures * _unlabelled.Length / set.Pictures.Count);
        var chosen = new HashSet<int>();
        while (chosen.Count < Math.Min(unlabelled, _unlabelled.Length)) chosen.Add(_unlabelled[random.Next(_unlabelled.Length)]);
        batch.AddRange(chosen);

        var labels = Enumerable.Range(0, set.ByLabel.Count).ToArray();
        random.Shuffle(labels);
        for (var next = 0; batch.Count < BatchPictures && labels.Length > 0; next++)
        {
            var members = set.ByLabel[labels[next % labels.Length]].ToArray();
            random.Shuffle(members);
            batch.AddRange(members.Take(Math.Min(options.PicturesPerLabel, BatchPictures - batch.Count)));
        }

        return [.. batch];
    }
}
