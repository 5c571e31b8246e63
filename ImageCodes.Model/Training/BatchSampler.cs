namespace ImageCodes.Model.Training;

/// <summary>
/// Draws the pictures of each step: every picture once an epoch, in a new order each time; and, where pictures were
/// compared, some of those pairs in place of the last ones, of a share at most, for they teach nothing unless both are there. A step's
/// draw depends on the seed and the step alone, so a resumed training sees what it would have seen.
/// </summary>
internal sealed class BatchSampler(TrainingSet set, TrainingOptions options)
{
    private (int Epoch, int[] Order) _current = (-1, []);

    /// <summary>As many as were asked for, or so many more that hardly a picture is left over: of 47 in batches of 16, 23.</summary>
    public int BatchPictures => set.Pictures.Count / StepsPerEpoch;

    public int StepsPerEpoch { get; } = Math.Max(1, set.Pictures.Count / options.BatchPictures);

    /// <summary>
    /// How often a picture was shown before a step, counted from its place in the set, so that half of all are at an even number.
    /// </summary>
    public int Turn(int picture, int step) => picture + step / StepsPerEpoch;

    /// <summary>Places in the set.</summary>
    public int[] Draw(int step)
    {
        var epoch = step / StepsPerEpoch;
        if (_current.Epoch != epoch)
        {
            var order = Enumerable.Range(0, set.Pictures.Count).ToArray();
            new Random(StepSeed.Of(options.Seed, epoch)).Shuffle(order);
            _current = (epoch, order);
        }

        var drawn = _current.Order[(step % StepsPerEpoch * BatchPictures)..][..BatchPictures];
        var random = new Random(StepSeed.Of(options.Seed, step, place: -1));
        for (var place = BatchPictures - 2 * Math.Min(set.Pairs.Count, (int)(options.PairShare * BatchPictures / 2)); place < BatchPictures; place += 2)
        {
            var pair = set.Pairs[random.Next(set.Pairs.Count)];
            (drawn[place], drawn[place + 1]) = (pair.First, pair.Second);
        }

        return drawn;
    }
}
