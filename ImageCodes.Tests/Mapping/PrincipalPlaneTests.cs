using ImageCodes.Model.Codes;
using ImageCodes.Model.Mapping;

namespace ImageCodes.Tests.Mapping;

public sealed class PrincipalPlaneTests
{
    [Fact]
    public void The_first_axis_goes_where_codes_differ_most_and_the_second_where_they_differ_then()
    {
        // Four bits that change together, two that change together apart from these, two that never change.
        BinaryCode[] codes = [.. new[] { "f0", "fc", "00", "0c" }.Select(code => BinaryCode.Parse(code))];
        var places = PrincipalPlane.Project(8, codes);
        // Along a unit vector over four equal bits the codes lie 2 apart; over two, the root of 2.
        Assert.Equal([1f, 1f, -1f, -1f], places.Select(place => MathF.Round(place.X, 4)));
        Assert.Equal([-0.7071f, 0.7071f, -0.7071f, 0.7071f], places.Select(place => MathF.Round(place.Y, 4)));
    }

    [Fact]
    public void Equal_codes_lie_on_one_place() =>
        Assert.All(PrincipalPlane.Project(8, [.. Enumerable.Repeat(BinaryCode.Parse("5a"), 4)]), place => Assert.Equal((0f, 0f), place));
}
