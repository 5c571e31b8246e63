using System.CommandLine;
using System.Globalization;
using ImageCodes.Model.Files;
using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes forget PATH|ID…</c>: takes pictures out of the library; their files stay.</summary>
internal static class ForgetCommand
{
    public static Command Create(SettingFlags flags)
    {
        var pictures = new Argument<string[]>("PATH|ID")
        {
            Description = "Files or folders of the library, there or not, and numbers of pictures. "
                + "A picture that has files elsewhere is forgotten with its number alone. "
                + "In a watched folder it comes back within the hour, without its tags, unless its file is moved out.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("forget", "Take pictures out of the library: their codes and thumbnails go, their files stay.") { pictures };
        command.SetAction(call =>
        {
            using var services = flags.ServicesOfLibrary(call);
            var (store, files) = (services.GetRequiredService<PictureStore>(), services.GetRequiredService<FileStore>());
            // All are looked up before any is forgotten, so that a wrong name costs nothing.
            var (ids, paths) = (new HashSet<long>(), new HashSet<string>());
            foreach (var named in call.GetRequiredValue(pictures))
            {
                var below = files.Below([FolderPath.Of(named)]);
                if (long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && store.Find(id) is not null)
                {
                    if (below.Count > 0)
                        throw new UsageException($"'{named}' is the number of a picture, "
                            + $"and there are pictures at or below the path '{named}'. For these write './{named}'; the picture can be named by its path.");
                    ids.Add(id);
                }
                else
                {
                    if (below.Count == 0)
                        throw new InvalidOperationException($"The library has no picture at or below '{named}', and none of that number.");
                    paths.UnionWith(below);
                }
            }

            var forgotten = store.Delete(ids) + files.Forget([.. paths]);
            Console.WriteLine($"{Counted.Of(forgotten, "picture was", "pictures were")} taken out of the library.");
        });
        return command;
    }
}
