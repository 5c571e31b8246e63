namespace ImageCodes.Model.Training;

/// <summary>
/// One seed for each step and each place in its batch, the same in every process. Neighbouring ones share nothing (the last step of
/// MurmurHash3, Appleby 2008): what <see cref="Random"/> draws is linear in its seed, and two views whose seeds lie a batch apart would be
/// mirrored together, or never.
/// </summary>
internal static class StepSeed
{
    private const int Places = 7_919;

    public static int Of(int seed, int step, int place = 0)
    {
        // Further places would be those of the next steps.
        if (place >= Places) return Of(Of(seed, step, place / Places - 1), step, place % Places);
        var mixed = unchecked((uint)((seed * 1_000_003 + step) * Places + place));
        mixed = unchecked((mixed ^ mixed >> 16) * 0x85EBCA6B);
        mixed = unchecked((mixed ^ mixed >> 13) * 0xC2B2AE35);
        return unchecked((int)(mixed ^ mixed >> 16));
    }
}
