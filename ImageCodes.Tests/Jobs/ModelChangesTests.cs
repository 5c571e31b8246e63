using System.Text.Json;
using ImageCodes.Model.Storage;
using ImageCodes.Tests.Storage;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using ImageCodes.Web.Settings;

namespace ImageCodes.Tests.Jobs;

public sealed class ModelChangesTests : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    private ModelChanges Changes(string? model = null) =>
        new(new LiveModel(new LibraryOptions { DataDir = _library.Database.Folder, Model = model }, _library.Models, _library.Codes), new JobQueue(_library.Jobs));

    private static string Refused(Action change) => Assert.Throws<InvalidOperationException>(change).Message;

    [Fact]
    public void A_model_that_is_being_brought_into_use_is_not_removed_until_that_is_cancelled()
    {
        var (changes, mine) = (Changes(), _library.Models.Import(Some.Model(_library.Folder, "mine")));
        var job = changes.Begin(mine);
        Assert.Contains("is being brought into use", Refused(() => changes.Remove(mine)));
        new JobQueue(_library.Jobs).Cancel(job.Id);
        changes.Remove(mine);
        Assert.Null(_library.Models.Find(mine.Id));
    }

    [Fact]
    public void A_model_whose_training_still_makes_its_codes_is_not_removed()
    {
        var (changes, mine) = (Changes(), _library.Models.Import(Some.Model(_library.Folder, "mine")));
        var job = new JobQueue(_library.Jobs).Enqueue(TrainJob.Kind, new TrainRequest("mine", null, [], 1));
        _library.Jobs.Move(job.Id, [JobState.Queued], JobState.Running);
        _library.Jobs.Report(
            job.Id, JsonSerializer.Serialize(new TrainState(TrainStage.Encoding, 1, 1, new Dictionary<string, double>(), null, [], ModelId: mine.Id), JsonSerializerOptions.Web));
        Assert.Contains("still makes its codes", Refused(() => changes.Remove(mine)));
        _library.Jobs.Move(job.Id, [JobState.Running], JobState.Completed);
        changes.Remove(mine);
        Assert.Null(_library.Models.Find(mine.Id));
    }

    [Fact]
    public void A_model_whose_file_is_gone_or_that_the_settings_do_not_name_is_not_begun_with()
    {
        var mine = _library.Models.Import(Some.Model(_library.Folder, "mine"));
        Assert.Contains("The settings name the model", Refused(() => Changes(model: mine.Path).Begin(mine)));
        File.Delete(mine.Path);
        Assert.Contains("gone", Refused(() => Changes().Begin(_library.Models.Find(mine.Id)!)));
        Assert.Empty(_library.Jobs.Newest(ModelJob.Kind, 1));
    }
}
