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
        using var few = VisualWords.Draw(Some, 50, new Generator(1));
        Assert.Equal(50, few.Count);
        using var flat = VisualWords.Draw((first, _) => first == 0 ? ones(8, 3, 32, 32) : null, 50, new Generator(1));
        Assert.Equal(0, flat.Count);   // nothing but one colour says nothing
    }

    [Fact]
    public void A_patch_says_the_words_whose_cosine_is_near_and_a_picture_its_patches_row_by_row()
    {
        TorchRuntime.EnsurePrepared();
        using var pictures = Noise(40, 2);
        using var words = VisualWords.Draw((first, count) => first < 40 ? pictures[first..Math.Min(40, first + count)] : null, 200, new Generator(2));
        var said = words.Say(pictures[..3]);
        Assert.Equal(14 * 14, said.Patches);   // of 6 pixels, by twos
        Assert.Equal(3 * said.Patches + 1, said.Starts.Length);
        Assert.Equal(said.Words.Length, said.Starts[^1]);
        Assert.All(Enumerable.Range(0, 3 * said.Patches), patch =>
        {
            var own = said.Words[said.Starts[patch]..said.Starts[patch + 1]];
            Assert.Equal(own.Distinct().Order(), own);
        });
        var alone = words.Say(pictures[2..3]);
        Assert.Equal(alone.Words, said.Words[said.Starts[2 * said.Patches]..]);

        // Words are patches of these pictures, and each is near itself: all are said somewhere.
        Assert.Equal(Enumerable.Range(0, 200), words.Say(pictures).Words.Distinct().Order());
    }
}
