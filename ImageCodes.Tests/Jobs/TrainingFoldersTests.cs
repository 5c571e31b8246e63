using ImageCodes.Tests.Storage;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Jobs;

public sealed class TrainingFoldersTests : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public void What_trainings_left_that_were_put_away_is_deleted_and_nothing_else()
    {
        var folders = new TrainingFolders(_library.Database);
        var (gone, kept) = (folders.Of(1), folders.Of(2));
        File.WriteAllText(Path.Combine(gone, "checkpoint"), "1");
        File.WriteAllText(Path.Combine(kept, "checkpoint"), "2");
        var other = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(gone)!, "mine")).FullName;
        folders.ClearForgotten(job => job == 2);
        Assert.False(Directory.Exists(gone));
        Assert.Equal("2", File.ReadAllText(Path.Combine(kept, "checkpoint")));
        Assert.True(Directory.Exists(other));
    }
}
