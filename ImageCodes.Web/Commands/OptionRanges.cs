using System.CommandLine;

namespace ImageCodes.Web.Commands;

/// <summary>Refuses numbers that make no sense before anything is begun.</summary>
internal static class OptionRanges
{
    public static void AtLeast(this Option<int> option, int least) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < least) result.AddError($"{option.Name} is {least} or more; got {result.GetValueOrDefault<int>()}.");
    });
}
