using Dapper;
using ImageCodes.Model.Files;
using ImageCodes.Model.Storage;
using Microsoft.Data.Sqlite;

namespace ImageCodes.Tests.Storage;

public sealed class LibraryDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_library_is_made_once_and_opened_again_with_what_it_holds()
    {
        new JobStore(new LibraryDatabase(_folder.Path)).Create("import", "[]");
        Assert.Single(new JobStore(new LibraryDatabase(_folder.Path)).Newest("import", 10));
    }

    [Fact]
    public void It_logs_ahead_so_that_readers_do_not_wait_for_the_writer()
    {
        using var connection = new LibraryDatabase(_folder.Path).Open();
        Assert.Equal("wal", connection.ExecuteScalar<string>("PRAGMA journal_mode"));
        Assert.Equal(1, connection.ExecuteScalar<int>("PRAGMA foreign_keys"));
    }

    [Fact]
    public void A_library_of_a_newer_program_is_refused_and_left_as_it_is()
    {
        using (var connection = new LibraryDatabase(_folder.Path).Open()) connection.Execute("PRAGMA user_version = 999");
        var failure = Assert.Throws<InvalidOperationException>(() => new LibraryDatabase(_folder.Path));
        Assert.Contains("has schema 999; this program knows", failure.Message);
    }

    [Fact]
    public void A_library_that_goes_away_is_told_of_and_not_made_anew()
    {
        var database = new LibraryDatabase(_folder.Path);
        Assert.Null(database.Fault());
        foreach (var file in Directory.GetFiles(_folder.Path)) File.Delete(file);
        Assert.Contains("cannot be read", database.Fault());
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_library_opened_by_another_name_of_its_folder_was_not_moved()
    {
        Directory.CreateDirectory(_folder["disk/library"]);
        Directory.CreateSymbolicLink(_folder["link"], _folder["disk"]);
        Assert.Equal(_folder["disk/library"], new LibraryDatabase(_folder["link/library"]).Folder);
        Assert.Equal(_folder["disk/library"], new LibraryDatabase(_folder["disk/library"]).Folder);
        Assert.Equal(_folder["disk/new"], new LibraryDatabase(_folder["link/new"]).Folder);
        Directory.CreateSymbolicLink(_folder["disk/two"], "../elsewhere");
        Assert.Equal(_folder["elsewhere"], new LibraryDatabase(_folder["link/two"]).Folder);
    }

    [Fact]
    public void A_library_that_a_server_has_by_another_name_of_its_folder_is_not_taken_from_it()
    {
        var before = new LibraryDatabase(_folder["library"]).Folder;
        Directory.Move(before, _folder["moved"]);   // as a folder that a container mounts looks from outside
        using (FolderLock.Take(_folder["moved"]))
        {
            var failure = Assert.Throws<InvalidOperationException>(() => new LibraryDatabase(_folder["moved"]));
            Assert.Contains($"is open in a server that knows its folder as '{before}'", failure.Message);
            Assert.Equal(before, Place());
        }

        Assert.Equal(_folder["moved"], new LibraryDatabase(_folder["moved"]).Folder);
        Assert.Equal(_folder["moved"], Place());

        string? Place()
        {
            using var connection = new SqliteConnection($"Data Source={_folder["moved/library.db"]}");
            return connection.ExecuteScalar<string>("SELECT folder FROM place");
        }
    }

    [Fact]
    public void A_write_that_fails_leaves_nothing()
    {
        var database = new LibraryDatabase(_folder.Path);
        Assert.Throws<InvalidOperationException>(() => database.Write(connection =>
        {
            connection.Execute("INSERT INTO removals (picture_id) VALUES (1)");
            throw new InvalidOperationException();
        }));
        Assert.Equal(0, new CodeStore(database).LastRemoval());
    }

    [Fact]
    public async Task Several_may_make_the_library_at_once() =>
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new LibraryDatabase(_folder.Path))));
}
