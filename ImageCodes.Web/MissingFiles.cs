namespace ImageCodes.Web;

/// <summary>Where files cannot be read: a few are gone, as files go; many at once are more likely on a disk that is not mounted.</summary>
internal static class MissingFiles
{
    private const double FewestShare = 0.9;
    private const int Few = 10;

    /// <summary>What to do about many, as sentences.</summary>
    public const string WhatToDo = "Is a disk not mounted? Try again when the files are there; "
        + "those that are gone for good are taken out on the Library page, or by 'imagecodes forget PATH'.";

    /// <summary>Whether they are many.</summary>
    /// <param name="there">How many can be read.</param>
    /// <param name="all">Of how many.</param>
    public static bool AreMany(int there, int all) => all - there > Few && there < FewestShare * all;
}
