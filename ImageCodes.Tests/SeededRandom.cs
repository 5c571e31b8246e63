namespace ImageCodes.Tests;

/// <summary>Tests that seed libtorch's random numbers, which all threads share, run alone.</summary>
[CollectionDefinition(nameof(SeededRandom), DisableParallelization = true)]
public sealed class SeededRandom;
