using System.Text.Json;
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
        _library.Folder.Write("library/lost+found/rest", [4]);
        _library.Folder.Write("library/training/7/checkpoint/state.json", [5]);
        _library.Folder.Write("library/uploads/2026-05-01/1.jpg", [6]);
        _library.Folder.Write($"library/uploads/2026-05-01/2.jpg{LibraryFolders.Part}", [7]);
        _library.Folder.Write("library/uploads/coming/2026-05-02/3.jpg", [8]);
        // An experiment runs.
        using var taken = new FileStream(_library.Folder.Write("library/experiments/lock", []), FileMode.Open, FileAccess.Write, FileShare.None);
        var target = _library.Folder["backups/today"];
        new LibraryBackup(_library.Database).Write(target, TestContext.Current.CancellationToken);
        _library.Files.Forget([.. _library.Files.Below([_library.Folder["pictures"]])]);   // what comes later is not in it

        var copy = new LibraryDatabase(target);
        Assert.Equal(new PictureCounts(3, 0, 0), new PictureStore(copy).Counts(new ModelStore(copy).Register(model.Encoder)));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(target, "models", "mine.safetensors")));
        Assert.False(Directory.Exists(Path.Combine(target, "keys")));
        Assert.False(Directory.Exists(Path.Combine(target, "training")));
        Assert.False(Directory.Exists(Path.Combine(target, "lost+found")));
        Assert.Equal([Path.Combine(target, "uploads/2026-05-01/1.jpg")], Directory.GetFiles(Path.Combine(target, "uploads"), "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(Path.Combine(target, "experiments")));
        Assert.Empty(Directory.GetFiles(target, "*" + LibraryFolders.Part));
    }

    [Fact]
    public async Task A_copy_has_its_own_models_and_pictures_when_the_original_is_gone()
    {
        var own = _library.Models.Import(Some.Model(_library.Folder, "mine"));
        _library.Models.Choose(own.Id);
        var outside = _library.WritePictures(1)[0];
        _library.Folder.Write("library/uploads/2026-05-01/holiday/1.jpg", Some.Jpeg(7));
        await _library.Importer().ImportAsync([_library.Folder["pictures"], _library.Folder["library/uploads"]], model.Encoder, cancel: TestContext.Current.CancellationToken);
        _library.Jobs.Create(
            "import", JsonSerializer.Serialize(new[] { _library.Folder["library/uploads/ü"], outside, "/mnt" + _library.Folder["library/uploads"] }, JsonSerializerOptions.Web));
        foreach (var watched in new[] { _library.Folder["library/uploads"], _library.Folder["pictures"] })
            new WatchedFolderStore(_library.Database).Add(watched);
        var target = _library.Folder["moved"];
        new LibraryBackup(_library.Database).Write(target, TestContext.Current.CancellationToken);
        Directory.Delete(_library.Folder["library"], recursive: true);

        for (var opened = 0; opened < 2; opened++)
        {
            var copy = new LibraryDatabase(target + "/");
            Assert.Equal(Path.Combine(target, "models", Path.GetFileName(own.Path)), new ModelStore(copy).Chosen()!.Path);
            Assert.True(new ModelStore(copy).Chosen()!.IsUsable);
            var pictures = new PictureStore(copy);
            Assert.Equal([(Path.Combine(target, "uploads/2026-05-01/holiday"), 1), (Path.GetDirectoryName(outside), 1)],
                pictures.Folders().Select(folder => ((string?)folder.Path, folder.Pictures)));
            Assert.Equal(new[] { Path.Combine(target, "uploads"), _library.Folder["pictures"] }.Order(StringComparer.Ordinal), new WatchedFolderStore(copy).All());
            Assert.All(pictures.Page(new(), 0, 10), picture => Assert.True(File.Exists(picture.Path)));
            Assert.Equal([Path.Combine(target, "uploads/ü"), outside, "/mnt" + _library.Folder["library/uploads"]],
                JsonSerializer.Deserialize<string[]>(new JobStore(copy).Newest("import", 1)[0].Request)!);
        }
    }

    [Fact]
    public void A_folder_that_holds_a_library_or_lies_within_this_one_is_refused()
    {
        var backup = new LibraryBackup(_library.Database);
        backup.Write(_library.Folder["first"], TestContext.Current.CancellationToken);
        Assert.Contains(
            "holds a library already", Assert.Throws<InvalidOperationException>(() => backup.Write(_library.Folder["first"], TestContext.Current.CancellationToken)).Message);
        Assert.Contains(
            "lies within the library", Assert.Throws<InvalidOperationException>(() => backup.Write(_library.Folder["library/copy"], TestContext.Current.CancellationToken)).Message);
        Assert.False(Directory.Exists(_library.Folder["library/copy"]));
    }
}
