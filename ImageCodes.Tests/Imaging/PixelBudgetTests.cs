using ImageCodes.Model.Imaging;

namespace ImageCodes.Tests.Imaging;

public sealed class PixelBudgetTests
{
    private const long Most = 4_000_000_000;

    private readonly PixelBudget _budget = new(Most);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_too_much_beside_others_waits_until_they_are_done()
    {
        var (first, second) = (_budget.Take(Most / 2, Cancel), _budget.Take(Most / 2, Cancel));
        var third = Task.Run(() => _budget.Take(1, Cancel), Cancel);
        while (!_budget.IsAwaited && !third.IsCompleted) await Task.Delay(10, Cancel);
        Assert.NotSame(third, await Task.WhenAny(third, Task.Delay(200, Cancel)));
        first.Dispose();
        (await third).Dispose();
        second.Dispose();
        _budget.Take(Most, Cancel).Dispose();
    }

    [Fact]
    public async Task Small_ones_do_not_overtake_a_large_one_that_waits()
    {
        var first = _budget.Take(Most / 2, Cancel);
        var large = Task.Run(() => _budget.Take(Most, Cancel), Cancel);
        while (!_budget.IsAwaited && !large.IsCompleted) await Task.Delay(10, Cancel);
        Assert.False(large.IsCompleted);
        var small = Task.Run(() => _budget.Take(1, Cancel), Cancel);
        Assert.NotSame(small, await Task.WhenAny(small, Task.Delay(200, Cancel)));
        first.Dispose();
        (await large).Dispose();
        (await small).Dispose();
    }

    [Fact]
    public void Waiting_is_given_up_when_it_is_cancelled()
    {
        using var all = _budget.Take(Most, Cancel);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        Assert.ThrowsAny<OperationCanceledException>(() => _budget.Take(1, soon.Token));
    }
}
