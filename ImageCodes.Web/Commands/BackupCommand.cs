using System.CommandLine;
using ImageCodes.Model.Storage;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes backup FOLDER</c>: copies the library, also while a server runs on it.</summary>
internal static class BackupCommand
{
    public static Command Create(SettingFlags flags)
    {
        var folder = new Argument<string>("FOLDER")
        {
            Description = "Where to write it: a folder that holds no library. To go back to it, stop the server and put its content in place of the data directory's.",
        };
        var command = new Command("backup", "Copy the library, as it is at this moment, into a folder. Pictures that lie elsewhere stay where they are.") { folder };
        command.SetAction(async (call, cancel) =>
        {
            await using var services = flags.ServicesOfLibrary(call);
            var (database, target) = (services.GetRequiredService<LibraryDatabase>(), call.GetRequiredValue(folder));
            await CommandLine.ForPeople.Status().StartAsync(
                $"Copying {database.Bytes / 1e6:N0} MB and the files beside it …", _ => Task.Run(() => new LibraryBackup(database).Write(target, cancel), cancel));
            Console.WriteLine($"The library is copied to '{Path.GetFullPath(target)}'.");
        });
        return command;
    }
}
