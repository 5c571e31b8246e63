using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Storage;

public sealed class LibraryBackupTests(DefaultModel model) : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task A_copy_is_a_library_with_all_that_was_there_at_that_moment_and_no_keys()
    {
        await _library.ImportedModelAsync(model.Encoder, 3);
        _library.Folder.Write("library/models/mine.safetensors", [1, 2, 3]);
        _library.Folder.Write("library/keys/secret.xml", [4]);
        _library.Folder.Write("library/training/7/checkpoint/state.json", [5]);
        var target = _library.Folder["backups/today"];
        new LibraryBackup(_library.Database).Write(target, TestContext.Current.CancellationToken);
        _library.Files.Forget([.. _library.Files.Below([_library.Folder["pictures"]])]);   // what comes later is not in it

        var copy = new LibraryDatabase(target);
        Assert.Equal(new PictureCounts(3, 0, 0), new PictureStore(copy).Counts(new ModelStore(copy).Register(model.Encoder)));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(target, "models", "mine.safetensors")));
        Assert.False(Directory.Exists(Path.Combine(target, "keys")));
        Assert.False(Directory.Exists(Path.Combine(target, "training")));
    }

    [Fact]
    public void A_folder_that_holds_a_library_or_lies_within_this_one_is_refused()
    {
        var backup = new LibraryBackup(_library.Database);
        backup.Write(_library.Folder["first"], TestContext.Current.CancellationToken);
        Assert.Contains("holds a library already", Assert.Throws<InvalidOperationException>(() => backup.Write(_library.Folder["first"], TestContext.Current.CancellationToken)).Message);
        Assert.Contains("lies within the library", Assert.Throws<InvalidOperationException>(() => backup.Write(_library.Folder["library/copy"], TestContext.Current.CancellationToken)).Message);
        Assert.False(Directory.Exists(_library.Folder["library/copy"]));
    }
}
