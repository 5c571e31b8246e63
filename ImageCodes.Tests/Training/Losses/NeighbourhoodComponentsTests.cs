using ImageCodes.Model.Networks;
using ImageCodes.Model.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageCodes.Tests.Training.Losses;

public sealed class NeighbourhoodComponentsTests
{
    public NeighbourhoodComponentsTests() => TorchRuntime.EnsurePrepared();

    private static Tensor Neighbours(params int[] labels)
    {
        var column = tensor(labels).unsqueeze(1);
        return column.eq(column.t());
    }

    [Fact]
    public void The_loss_is_that_computed_by_hand()
    {
        // Three codes of two bits: the first two belong together. Squared distances 0-1: 4, 0-2: 8, 1-2: 4; over 4 bits = 8: 0.5, 1, 0.5.
        var codes = tensor(new float[] { 1, 1, 1, -1, -1, -1 }).reshape(3, 2);
        var (near, far) = (Math.Exp(-0.5 / 0.5), Math.Exp(-1 / 0.5));
        var expected = -(Math.Log(near / (near + far)) + Math.Log(near / (near + near))) / 2;
        Assert.Equal(expected, NeighbourhoodComponents.Loss(codes, Neighbours(7, 7, 8), temperature: 0.5).ToDouble(), precision: 5);
    }

    [Fact]
    public void A_picture_is_not_its_own_neighbour() =>
        Assert.Equal(0, NeighbourhoodComponents.Loss(ones(3, 4), Neighbours(1, 2, 3), temperature: 0.1).ToDouble());

    [Fact]
    public void Whom_one_is_not_to_choose_takes_no_share_of_the_choice()
    {
        // The first code's nearest is left out, as its own other view is: it chooses between the second and the third.
        var codes = tensor(new float[] { 1, 1, 1, -1, -1, -1, 1, 1 }).reshape(4, 2);
        var pairs = tensor(new[] { 0, 1, 2, 0 });   // the last is the first again
        var same = pairs.unsqueeze(0).eq(pairs.unsqueeze(1));
        var alike = Neighbours(7, 7, 8, 7);
        var (near, far) = (Math.Exp(-0.5 / 0.5), Math.Exp(-1 / 0.5));
        var ofFirst = -Math.Log(near / (near + far));   // and of the last
        var ofSecond = -Math.Log(2 * near / (2 * near + near));
        Assert.Equal((2 * ofFirst + ofSecond) / 3, NeighbourhoodComponents.Loss(codes, alike, temperature: 0.5, except: same).ToDouble(), precision: 5);
    }

    [Fact]
    public void Its_gradient_is_that_of_finite_differences()
    {
        var codes = randn(6, 5, dtype: float64, generator: new Generator(3)).requires_grad_();
        Tensor Loss(Tensor at) => NeighbourhoodComponents.Loss(at, Neighbours(1, 1, 2, 2, 2, 3), temperature: 0.4);
        FiniteDifferences.AssertAgree(codes, Loss);
    }
}
