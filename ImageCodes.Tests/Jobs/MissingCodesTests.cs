using ImageCodes.Tests.Components;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Jobs;

public sealed class MissingCodesTests : PageContext
{
    private LiveModel Live => Services.GetRequiredService<LiveModel>();

    private async Task ExpectCodesAsync(int count)
    {
        for (var begun = DateTime.UtcNow; Pictures.Counts(Live.Current.Id).Ready != count && DateTime.UtcNow - begun < TimeSpan.FromSeconds(30);)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(count, Pictures.Counts(Live.Current.Id).Ready);
    }

    [Fact]
    public async Task Pictures_without_a_code_get_theirs_at_the_start_and_of_every_model_that_comes_into_use()
    {
        await ImportAsync(6);
        var own = Live.Current.Id;
        Live.Use(Models.Import(Some.Model(Folder, "other")));
        Assert.Equal(0, Pictures.Counts(Live.Current.Id).Ready);
        using var missing = ActivatorUtilities.CreateInstance<MissingCodes>(Services);
        await missing.StartAsync(TestContext.Current.CancellationToken);
        await ExpectCodesAsync(6);

        Live.Use(Models.Import(Some.Model(Folder, "third")));
        await ExpectCodesAsync(6);
        await missing.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(6, Pictures.Counts(own).Ready);
    }
}
