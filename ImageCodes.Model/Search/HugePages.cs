using System.Runtime.InteropServices;

namespace ImageCodes.Model.Search;

/// <summary>Pages of 2 MB instead of 4 kB.</summary>
internal static unsafe partial class HugePages
{
    public const nuint Size = 2 << 20;

    private const int Wanted = 14;   // MADV_HUGEPAGE

    /// <summary>Asks for them, before the first touch. Where the system has none, nothing is lost.</summary>
    public static void Ask(void* start, nuint bytes)
    {
        if (OperatingSystem.IsLinux()) _ = Advise(start, bytes, Wanted);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
