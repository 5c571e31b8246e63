using NetVips;

namespace ImageCodes.Model.Imaging;

/// <summary>How libvips works in this process: set before it is first used, on all ways to it.</summary>
internal static class Libvips
{
    static Libvips()
    {
        // One call is one thread: the callers run many pictures side by side.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;   // of operations, which would hold the pixels of pictures that are done with
        // Loaders that were not hardened against hostile files (SVG, PDF, ImageMagick's own) stay shut.
        NetVips.NetVips.BlockUntrusted = true;
        // What libvips warns of, it also throws where it matters; the console is not the place for it.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, (_, _, _) => { });
    }

    /// <summary>Sets it, if that was not done yet.</summary>
    public static void EnsureSet()
    {
    }
}
