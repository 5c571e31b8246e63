using System.CommandLine;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes bench</c>: how fast things are, for anyone to measure.</summary>
internal static class BenchCommand
{
    public static Command Create(SettingFlags flags) => new("bench", "Measure how fast things are.")
    {
        new SearchBenchCommand(flags),
        ImportBenchCommand.Create(flags),
        FillBenchCommand.Create(flags),
        ServeBenchCommand.Create(),
    };
}
