using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Which pictures of a batch belong together because they are one picture, or because someone said so. Two views of one are nearer to each
/// other than anything that is called alike, and to choose one of its own is enough for neighbourhood components analysis: so what is
/// called alike is chosen a second time, with the views left out. What is called not alike is parted by a loss of its own too: it is one of
/// many others in a batch.
/// </summary>
/// <param name="set">What was said of pictures.</param>
/// <param name="places">Of the batch in the set, (B).</param>
/// <param name="views">How many views of each are there, V: first views, then second views.</param>
internal sealed class BatchNeighbours(TrainingSet set, IReadOnlyList<int> places, int views)
{
    /// <param name="choice">
    /// The loss of choosing, of (V B, V B), those that are true in the first and none that is true in the second; that may be null.
    /// </param>
    /// <param name="weight">Of each of the losses.</param>
    public IEnumerable<PartialLoss> Losses(Func<Tensor, Tensor?, Tensor> choice, double weight)
    {
        var (same, alike) = (Pairs((one, other) => one == other), Pairs(set.AreAlike));
        yield return new("views", choice(same.logical_or(alike), null), weight);
        if (views > 1 && set.HasAlike) yield return new("alike", choice(alike, same), weight);
        if (!set.HasNotAlike) yield break;
        var notAlike = Pairs(set.AreNotAlike);
        // Anything else, where there is something not to choose.
        yield return new("not alike", choice(notAlike.logical_not().logical_and(notAlike.any(1, keepdim: true)), same), weight);
    }

    private Tensor Pairs(Func<int, int, bool> belong)   // -> (V B, V B)
    {
        using var scope = NewDisposeScope();
        var count = places.Count;
        var together = new bool[count * count];
        for (var row = 0; row < count; row++)
        {
            // By picture: one may come twice.
            for (var column = 0; column < count; column++) together[row * count + column] = belong(places[row], places[column]);
        }

        return tensor(together).reshape(count, count).repeat(views, views).MoveToOuterDisposeScope();
    }
}
