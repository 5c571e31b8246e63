using ImageCodes.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace ImageCodes.Tests;

/// <summary>
/// Classes whose tests wait for other processes begin first, and the others run beside them: begun last, they would be waited for alone.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Waiting = ["Commands.CommandLineTests", "Browser.AppearanceTests", "Jobs.", "Browser.", "Access.", "Commands.", "Api."];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName))];

    private static int Place(string name) =>
        Array.FindIndex(Waiting, start => name.Contains($"{nameof(ImageCodes)}.{nameof(Tests)}.{start}", StringComparison.Ordinal)) is var place and >= 0 ? place : Waiting.Length;
}
