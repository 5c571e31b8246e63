namespace ImageCodes.Model.Training;

/// <summary>One seed for each step and each place in its batch, the same in every process.</summary>
internal static class StepSeed
{
    public static int Of(int seed, int step, int place = 0) => unchecked((seed * 1_000_003 + step) * 7_919 + place);
}
