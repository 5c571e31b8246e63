using ImageCodes.Model.Codes;
using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>Two pictures side by side and one over the other: the bits in which they differ, and the way from code to code.</summary>
public sealed partial class ComparePage(PictureStore pictures, SimilarPictures similar, CodeSpace space, LiveModel live) : PageOfCodes(live)
{
    private const int Steps = 9;
    private const int AboutThatFar = 5;   // bits more or less, over which chances are taken together

    private sealed record Side(Picture Picture, PictureCode Code);

    private sealed record Step(BinaryCode Code, int FromFirst, Hit? Nearest);

    private Side? _first;
    private Side? _second;
    private HashSet<int> _differing = [];
    private IReadOnlyList<Step> _way = [];
    private (double Share, int Pairs)? _chance;
    private IReadOnlyList<DrawnFlip>? _flips;   // those that change the drawing most first; null while they are drawn
    private bool _counting;
    private bool _flickers;
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
        (_first, _second, _chance, _way, _flips, _counting) = (null, null, null, [], null, false);
        if (one is null || other is null || first is null || second is null || one.Model != other.Model) return;
        (_first, _second) = (new Side(first, one.Code), new Side(second, other.Code));
        (_version, Prefixes) = (one.Model.Encoder.Version, one.Model.Encoder.Card.Network.Prefixes);
        _differing = Enumerable.Range(0, one.Code.Bits).Where(bit => one.Code.Code[bit] != other.Code.Code[bit]).ToHashSet();
        if (!RendererInfo.IsInteractive) return;   // the page that answers draws and counts
        var (asked, differing) = ((Id, OtherId, one.Model), _differing);
        bool IsStill() => asked == (Id, OtherId, Live.Current);   // else the page is about others meanwhile
        var (way, flips) = await Task.Run(() => (WayOf(one, other), DrawnFlips.Of(one.Model.Encoder, one.Code.Code, differing)));
        if (!IsStill()) return;
        (_way, _flips, _counting) = (way, flips, true);
        StateHasChanged();
        var chance = await Task.Run(() => space.RoughReport().ChanceWithin(differing.Count - AboutThatFar, differing.Count + AboutThatFar));
        if (IsStill()) (_chance, _counting) = (chance, false);
    }

    protected override Task LookAgainAsync() => OnParametersSetAsync();

    private List<Step> WayOf(EncodedPicture one, EncodedPicture other) =>
        [.. Enumerable.Range(0, Steps).Select(step => one.Code.Towards(other.Code, (double)step / (Steps - 1)))
            .Select((code, step) => new Step(code.Code, code.Code.DistanceTo(one.Code.Code), Nearest(one with { Code = code }, isEnd: step is 0 or Steps - 1)))];

    /// <summary>
    /// The picture nearest to a code on the way; between the ends neither of the two, which would hide what else is there.
    /// </summary>
    private Hit? Nearest(EncodedPicture code, bool isEnd) =>
        similar.Find(code, new SearchRequest(3)).Hits.FirstOrDefault(hit => isEnd || hit.Picture.Id != Id && hit.Picture.Id != OtherId);

    /// <summary>Width by height.</summary>
    private static string Shape(Picture picture) => ((double)(picture.Width ?? 1) / (picture.Height ?? 1)).ToString("0.###");
}
