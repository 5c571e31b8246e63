using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Networks;

[Collection(nameof(SeededRandom))]
public sealed class VisualWordsTests
{
    private static Tensor Noise(int pictures, ulong seed)
    {
        using var random = new Generator(seed);
        return rand([pictures, 3, 32, 32], generator: random);
    }

    [Fact]
    public void There_are_as_many_as_are_asked_for_while_pictures_last()
    {
        TorchRuntime.EnsurePrepared();
        using var pictures = Noise(40, 1);
        Tensor? Some(int first, int count) => first < 40 ? pictures[first..Math.Min(40, first + count)] : null;
        using var few = VisualWords.Draw(Some, 50, new Generator(1), TestContext.Current.CancellationToken);
        Assert.Equal(50, few.Count);
        using var texture = pictures[..1].repeat(120, 1, 1, 1);
        using var same = VisualWords.Draw((first, count) => first < 120 ? texture[first..Math.Min(120, first + count)] : null, 500, new Generator(1), TestContext.Current.CancellationToken);
        Assert.InRange(same.Count, 50, 14 * 14);   // patches of one picture
    }

    [Fact]
    public void Pictures_of_one_colour_give_none() => Assert.Contains("of one colour", Assert.Throws<ArgumentException>(() =>
    {
        TorchRuntime.EnsurePrepared();
        VisualWords.Draw((first, _) => first == 0 ? full([8, 3, 32, 32], 0.3) : null, 50, new Generator(1), TestContext.Current.CancellationToken);
    }).Message);

    [Fact]
    public void A_patch_says_the_words_whose_cosine_is_near_and_a_picture_its_patches_row_by_row()
    {
        TorchRuntime.EnsurePrepared();
        using var pictures = Noise(40, 2);
        // Not a whole number of vectors.
        using var words =
            VisualWords.Draw((first, count) => first < 40 ? pictures[first..Math.Min(40, first + count)] : null,
                203, new Generator(2), TestContext.Current.CancellationToken);
        var said = words.Say(pictures[..3]);
        Assert.Equal(14 * 14, said.Patches);   // of 6 pixels, by twos
        Assert.Equal(3 * said.Patches + 1, said.Starts.Length);
        Assert.Equal(said.Words.Length, said.Starts[^1]);
        using var near = words.Cosines(pictures[..3]).ge(0.3);
        Assert.All(Enumerable.Range(0, 3 * said.Patches), patch =>
            Assert.Equal(near[patch].nonzero().flatten().data<long>().ToArray().Select(word => (int)word), said.Words[said.Starts[patch]..said.Starts[patch + 1]]));
        var alone = words.Say(pictures[2..3]);
        Assert.Equal(alone.Words, said.Words[said.Starts[2 * said.Patches]..]);

        // Words are patches of these pictures, and each is near itself: all are said somewhere.
        Assert.Equal(Enumerable.Range(0, 203), words.Say(pictures).Words.Distinct().Order());
    }
}
