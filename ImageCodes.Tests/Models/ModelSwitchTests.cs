using ImageCodes.Model.Storage;
using ImageCodes.Tests.Components;
using ImageCodes.Web.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Models;

public sealed class ModelSwitchTests : PageContext
{
    [Fact]
    public async Task A_model_by_which_most_pictures_would_be_lost_is_not_used_until_their_files_can_be_read()
    {
        await ImportAsync(24);
        var (live, models) = (Services.GetRequiredService<LiveModel>(), Services.GetRequiredService<ModelSwitch>());
        var before = live.Current;
        var mine = Models.Import(Some.Model(Folder, "mine"));
        Directory.Move(Folder["pictures/odd"], Folder["elsewhere"]);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => models.UseAsync(mine, progress: null, TestContext.Current.CancellationToken));
        Assert.Contains("would find 12 pictures, where 24 are found now", refused.Message);
        Assert.Same(before, live.Current);

        Directory.Move(Folder["elsewhere"], Folder["pictures/odd"]);
        var made = await models.UseAsync(mine, progress: null, TestContext.Current.CancellationToken);
        Assert.Equal((12, mine.Id), (made.Imported, live.Current.Id));
    }

    [Fact]
    public async Task Files_that_are_gone_for_good_are_taken_out_as_the_refusal_says_and_then_it_is_used()
    {
        await ImportAsync(24);
        var models = Services.GetRequiredService<ModelSwitch>();
        var mine = Models.Import(Some.Model(Folder, "mine"));
        Directory.Delete(Folder["pictures/odd"], recursive: true);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => models.UseAsync(mine, progress: null, TestContext.Current.CancellationToken));
        Assert.Contains("taken out on the Library page", refused.Message);
        Pictures.Delete(Pictures.Ids(new FileFilter(Folder: Folder["pictures/odd"])));
        await models.UseAsync(mine, progress: null, TestContext.Current.CancellationToken);
        Assert.Equal(mine.Id, Services.GetRequiredService<LiveModel>().Current.Id);
    }

    [Fact]
    public async Task A_file_that_is_gone_costs_its_picture_only()
    {
        var ids = await ImportAsync(6);
        File.Delete(Folder["pictures/odd/03.jpg"]);
        var mine = Models.Import(Some.Model(Folder, "mine"));
        var made = await Services.GetRequiredService<ModelSwitch>().UseAsync(mine, progress: null, TestContext.Current.CancellationToken);
        Assert.Equal(1, made.Failed);
        Assert.Equal(ids.Count - 1, Pictures.Counts(Services.GetRequiredService<LiveModel>().Current.Id).Ready);
    }
}
