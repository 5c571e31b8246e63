using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>
/// The Hamming ball around a picture, shell by shell: all pictures at 0 bits, at 1 bit, and so on. A click walks to a neighbour; the
/// address holds where you stand and the way there.
/// </summary>
public sealed partial class NeighboursPage(
    PictureStore pictures, SimilarPictures similar, LiveModel live, NavigationManager navigation) : PageOfCodes(live)
{
    private const int ShownMore = 60;
    private const int ShownOfTrail = 100;

    private Picture? _here;       // where the address says one stands
    private HammingBall? _ball;   // around it, or still around another one while it is counted; null where there is none
    private IReadOnlyList<Picture> _trail = [];
    private bool _isCounting;
    private (long, int?, int?, string?, ModelInUse) _counted;   // what the ball that is counted, or was last, is of
    private readonly Dictionary<int, IReadOnlyList<Hit>> _asked = [];   // in shells of which someone wants to see more
    private bool _isReading;
    private int? _dragged;   // where the slider is held
    // The radius that was gone to, as long as the address has not told of it: clicks in a hurry go on from there, or from what the address
    // asks for.
    private int? _stepped;

    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "bits")]
    public int? AskedBits { get; set; }

    [SupplyParameterFromQuery(Name = "radius")]
    public int? AskedRadius { get; set; }

    /// <summary>Length of the address under which the code is looked up in a table.</summary>
    [SupplyParameterFromQuery(Name = "address")]
    public int? AskedAddress { get; set; }

    /// <summary>The pictures that were walked through, separated by commas.</summary>
    [SupplyParameterFromQuery(Name = "trail")]
    public string? Trail { get; set; }

    private string Told => _isCounting ? "Counting how many pictures lie at each distance …" : _ball?.Within switch
    {
        null => "",
        0 => $"No other picture lies within {Counted.Of(_ball.Radius, "bit")} of {_ball.Bits}.",
        1 => $"This is the only one within {Counted.Of(_ball.Radius, "bit")} of {_ball.Bits}.",
        var all => $"These are all {all:N0} within {Counted.Of(_ball.Radius, "bit")} of {_ball.Bits}.",
    };

    private string HistogramInWords =>
        "Pictures at each distance in bits: "
            + $"{string.Join(", ", Enumerable.Range(0, _ball!.MostRadius + 1).Where(distance => _ball.Counts[distance] > 0).Select(distance => $"{_ball.Counts[distance]:N0} at {distance}"))}.";

    protected override async Task OnParametersSetAsync()
    {
        if (_here?.Id != Id || AskedRadius == _stepped) _stepped = null;
        if (_here?.Id != Id) _here = pictures.Find(Id);
        var asked = (Id, AskedBits, AskedRadius, Trail, Live.Current);
        if (_isCounting && asked == _counted) return;   // path and query are told one after the other
        var (id, bits, radius, way, _) = _counted = asked;
        _isCounting = true;
        var (ball, trail) = await Beside.RunAsync(() => (Read(id, bits, radius), ReadTrail(way, id)));
        if (asked != (Id, AskedBits, AskedRadius, Trail, Live.Current)) return;   // the page is about something else meanwhile
        if (Place(ball) != Place(_ball))
        {
            _asked.Clear();
            _dragged = null;
        }

        if (_dragged == ball?.Radius) _dragged = null;   // else held keys have moved it on meanwhile
        (_ball, _trail, _isCounting) = (ball, trail, false);
        StateHasChanged();
    }

    protected override Task LookAgainAsync() => OnParametersSetAsync();

    private HammingBall? Read(long id, int? askedBits, int? radius)
    {
        if (pictures.Find(id) is not { } picture || similar.CodeOf(id) is not { } query) return null;
        var bits = askedBits is { } asked && query.Model.Encoder.Card.Network.Prefixes.Contains(asked) ? asked : query.Code.Bits;
        return HammingBall.Around(picture, query, bits, radius, similar);
    }

    private IReadOnlyList<Picture> ReadTrail(string? trail, long here) =>
        pictures.Find([.. (trail ?? "").Split(',').Select(text => long.TryParse(text, out var id) ? id : 0).Where(id => id > 0)
            .Append(here).Aggregate(new List<long>(), (way, id) => way.Count > 0 && way[^1] == id ? way : [.. way, id]).SkipLast(1).TakeLast(ShownOfTrail)]);

    /// <summary>What shells are of, whatever the radius.</summary>
    private static (long?, ModelInUse?, int?) Place(HammingBall? ball) => (ball?.Picture.Id, ball?.Query.Model, ball?.Bits);

    private IReadOnlyList<Hit> HitsOf(HammingBall.Shell shell) => _asked.GetValueOrDefault(shell.From, shell.Hits);

    private async Task ShowMoreAsync(HammingBall ball, HammingBall.Shell shell)
    {
        if (_isReading) return;
        _isReading = true;
        try
        {
            var hits = HitsOf(shell);
            var shown = hits.Select(hit => hit.Picture.Id).Append(ball.Picture.Id).ToHashSet();
            var more = await Beside.RunAsync(() => similar.At(ball.Query, ball.Bits, shell.From, ShownMore, shown));
            if (Place(ball) == Place(_ball)) _asked[shell.From] = [.. hits, .. more];   // else the page is about something else meanwhile
        }
        finally
        {
            _isReading = false;
        }
    }

    private void Go(int bits, int? radius)
    {
        (_stepped, _dragged) = (radius, radius);
        navigation.NavigateTo(
            navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["bits"] = bits == _ball!.Query.Code.Bits ? null : bits, ["radius"] = radius }), replace: true);
    }

    private void Step(int by) =>
        Go(_ball!.Bits, Math.Clamp((_stepped ?? Math.Clamp(AskedRadius ?? _ball.Radius, 0, _ball.MostRadius)) + by, 0, _ball.MostRadius));

    /// <summary>Another length has other distances: the radius is chosen anew.</summary>
    private void GoBits(int bits) => Go(bits, null);

    private void GoAddress(int bits) => navigation.NavigateTo(navigation.GetUriWithQueryParameter("address", bits), replace: true);

    private string Address(long id, IEnumerable<long> trail)
    {
        var parts = new List<string>();
        if (_ball!.Bits != _ball.Query.Code.Bits) parts.Add($"bits={_ball.Bits}");
        if (AskedRadius is { } radius) parts.Add($"radius={radius}");
        if (AskedAddress is { } address) parts.Add($"address={address}");
        if (string.Join(',', trail) is { Length: > 0 } way) parts.Add($"trail={way}");
        return $"/picture/{id}/neighbours{(parts.Count > 0 ? "?" : "")}{string.Join('&', parts)}";
    }

    /// <summary>Of the fullest shell, by its root: the inner shells hold few of many, and must be seen.</summary>
    private string Share(int distance) =>
        Math.Sqrt((double)_ball!.Counts[distance] / Math.Max(1, _ball.Counts.Take(_ball.MostRadius + 1).Max())).ToString("0.###");
}
