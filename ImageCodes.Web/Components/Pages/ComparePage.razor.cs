using ImageCodes.Model.Codes;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>Two pictures side by side and one over the other: the bits in which they differ, and the way from code to code.</summary>
public sealed partial class ComparePage(PictureStore pictures, SimilarPictures similar, CodeSpace space)
{
    private const int Steps = 9;
    private const int AboutThatFar = 5;   // bits more or less, over which chances are taken together

    private sealed record Side(Picture Picture, PictureCode Code);

    private sealed record Step(BinaryCode Code, int FromFirst, Hit? Nearest);

    private Side? _first;
    private Side? _second;
    private HashSet<int> _differing = [];
    private IReadOnlyList<Step> _way = [];
    private double? _chance;
    private string _version = "";
    private int _blend = 50;

    [Parameter]
    public long Id { get; set; }

    [Parameter]
    public long OtherId { get; set; }

    private IReadOnlyList<int> Prefixes { get; set; } = [];

    protected override async Task OnParametersSetAsync()
    {
        var (one, other) = (similar.CodeOf(Id), similar.CodeOf(OtherId));
        var (first, second) = (pictures.Find(Id), pictures.Find(OtherId));
        (_first, _second, _chance, _way) = (null, null, null, []);
        if (one is null || other is null || first is null || second is null || one.Model != other.Model) return;
        (_first, _second) = (new Side(first, one.Code), new Side(second, other.Code));
        (_version, Prefixes) = (one.Model.Encoder.Version, one.Model.Encoder.Card.Network.Prefixes);
        _differing = Enumerable.Range(0, one.Code.Bits).Where(bit => one.Code.Code[bit] != other.Code.Code[bit]).ToHashSet();
        _way = [.. Enumerable.Range(0, Steps).Select(step => one.Code.Towards(other.Code, (double)step / (Steps - 1)))
            .Select(code => new Step(code.Code, code.Code.DistanceTo(one.Code.Code), similar.Find(one with { Code = code }, new SearchRequest(1)).Hits is [var near, ..] ? near : null))];
        _chance = await Task.Run(() => ChanceAt(_differing.Count));
    }

    /// <summary>How often labelled pairs about so far apart share a label; null where the library's labels do not say.</summary>
    private double? ChanceAt(int distance)
    {
        if (space.Report() is not { ChanceAlike: { } chances } report) return null;
        var near = Enumerable.Range(Math.Max(0, distance - AboutThatFar), 2 * AboutThatFar + 1).Where(at => at < chances.Count && chances[at] is not null).ToList();
        return near.Sum(at => report.RandomPairs[at]) is var pairs && pairs > 0 ? near.Sum(at => report.RandomPairs[at] * chances[at]!.Value) / pairs : null;
    }

    private static string Name(Side side) => Path.GetFileName(side.Picture.Path);
}
