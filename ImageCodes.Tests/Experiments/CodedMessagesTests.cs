using ImageCodes.Model.Experiments;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Experiments;

public sealed class CodedMessagesTests
{
    public CodedMessagesTests() => TorchRuntime.EnsurePrepared();

    private static double[] Row(Tensor vectors, long row) => [.. vectors[row].to(float64).data<double>()];

    [Fact]
    public void A_word_counts_by_how_often_it_is_in_the_message_and_how_rarely_in_others()
    {
        using var scope = NewDisposeScope();
        // Four messages: all have the first word, two the second, one the third.
        var seen = tensor(new float[,] { { 1, 0, 0 }, { 2, 1, 0 }, { 1, 0, 5 }, { 3, 2, 0 } });
        var coded = CodedMessages.ByTermFrequencies(seen, tensor(new float[,] { { 7, 3, 1 }, { 9, 0, 0 } }));
        var (second, third) = ((1 + Math.Log(3)) * Math.Log(4.0 / 2), Math.Log(4.0 / 1));
        var length = Math.Sqrt(second * second + third * third);
        double[] expected = [0, second / length, third / length];
        Assert.All(Row(coded.Unseen, 0).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        Assert.Equal([0, 0, 0], Row(coded.Unseen, 1));   // a word that all have tells nothing
        Assert.Equal([0, 0, 1], Row(coded.Seen, 2).Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void Words_that_come_together_become_one_direction()
    {
        using var scope = NewDisposeScope();
        // Messages of two kinds: one uses words 1 and 2, the other words 3 and 4, each alike.
        var seen = tensor(new float[,] { { 4, 4, 0, 0 }, { 2, 2, 0, 0 }, { 0, 0, 2, 2 }, { 0, 0, 1, 1 } });
        // Of a message with word 1 alone and of one with word 2 alone, no word is shared; their vectors are the same.
        var coded = CodedMessages.ByLatentSemantics(seen, tensor(new float[,] { { 3, 0, 0, 0 }, { 0, 3, 0, 0 }, { 0, 0, 0, 3 } }), 2);
        Assert.Equal(Row(coded.Unseen, 0)[0], Row(coded.Unseen, 1)[0], 1e-5);
        Assert.Equal(0, Row(coded.Unseen, 2)[0], 1e-5);
        // The directions are (1, 1, 0, 0) / √2, along which messages are longest, and (0, 0, 1, 1) / √2.
        Assert.Equal(Math.Log(4) / Math.Sqrt(2), Math.Abs(Row(coded.Unseen, 0)[0]), 1e-5);
        Assert.Equal(Math.Log(4) / Math.Sqrt(2), Math.Abs(Row(coded.Unseen, 2)[1]), 1e-5);
        Assert.Equal(Math.Log(5) * Math.Sqrt(2), Math.Abs(Row(coded.Seen, 0)[0]), 1e-5);
    }
}
