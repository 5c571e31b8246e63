using ImageCodes.Model.Training;

namespace ImageCodes.Tests.Training;

public sealed class StepSeedTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(128)]
    [InlineData(256)]
    public void What_is_drawn_for_two_places_a_batch_apart_has_nothing_to_do_with_each_other(int batch)
    {
        // Eight numbers of each, as for two views of one picture: on which side of a half they fall agrees in half of the cases.
        var agree = new int[8];
        for (var step = 0; step < 4_000; step++)
        {
            var (first, second) = (new Random(StepSeed.Of(1, step, place: 3)), new Random(StepSeed.Of(1, step, place: 3 + batch)));
            for (var draw = 0; draw < agree.Length; draw++)
            {
                if (first.NextDouble() < 0.5 == second.NextDouble() < 0.5) agree[draw]++;
            }
        }

        Assert.All(agree, count => Assert.InRange(count, 1_850, 2_150));   // 2,000, and almost five standard deviations
    }

    [Fact]
    public void Places_of_a_long_batch_are_not_those_of_the_next_steps()
    {
        var all = (from step in Enumerable.Range(0, 4) from place in Enumerable.Range(0, 20_000) select StepSeed.Of(1, step, place)).ToList();
        Assert.InRange(all.Distinct().Count(), all.Count - 5, all.Count);   // of 80,000 out of four billion hardly two are one by chance
    }

    [Fact]
    public void Seeds_steps_and_places_have_seeds_of_their_own() => Assert.Equal(
        10 * 100 * 64, (from seed in Enumerable.Range(0, 10) from step in Enumerable.Range(0, 100) from place in Enumerable.Range(0, 64) select StepSeed.Of(seed, step, place)).Distinct().Count());
}
