using ImageCodes.Model.Experiments;
using ImageCodes.Model.Experiments.Data;

namespace ImageCodes.Tests.Experiments.Data;

public sealed class NewsgroupsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Words_of_subjects_and_bodies_are_counted_but_for_those_that_are_everywhere()
    {
        SmallDataSets.WriteMessages(_folder.Path, ofEach: 10);
        using var messages = Newsgroups.Read(new ExperimentContext { Data = _folder.Path, Work = _folder["work"], Model = "", Decoder = Some.Decoder() });
        Assert.Equal([200, Newsgroups.Words], messages.Train.Counts.shape);
        // 20 of a message's 40 words are of its group and one of its subject's; those that all groups have do not count, nor does who wrote it.
        Assert.All(messages.Test.Counts.sum(1).data<float>().ToArray(), count => Assert.InRange(count, 15, 21));
        Assert.Equal(Enumerable.Repeat(10, 20), messages.Train.Labels.CountBy(label => label).Select(pair => pair.Value));
    }
}
