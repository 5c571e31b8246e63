using ImageCodes.Model.Storage;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>The Hamming ball around a picture, shell by shell: all pictures at 0 bits, at 1 bit, and so on. A click walks to a neighbour; the address holds where you stand and the way there.</summary>
public sealed partial class NeighboursPage(PictureStore pictures, SimilarPictures similar, LiveModel live, NavigationManager navigation) : PageOfCodes(live)
{
    private const int ShownInShell = 12;
    private const int ShownInBall = 300;
    private const int ShownMore = 60;
    private const int ShownOfTrail = 100;
    private const int WantedAtFirst = 8;   // neighbours, by which the radius is chosen where none is asked for

    private sealed record Shell(int From, int To, int Count, IReadOnlyList<Hit> Hits);

    private Picture? _picture;
    private EncodedPicture? _query;
    private IReadOnlyList<int> _counts = [];   // without the picture itself
    private IReadOnlyList<Hit> _hits = [];
    private IReadOnlyDictionary<int, IReadOnlyList<Hit>> _farther = new Dictionary<int, IReadOnlyList<Hit>>();   // in shells beyond those hits
    private readonly Dictionary<int, IReadOnlyList<Hit>> _asked = [];   // in shells of which someone wants to see more
    private bool _isReading;
    private IReadOnlyList<Picture> _trail = [];
    private int _bits;
    private int _radius;
    private int? _dragged;   // where the slider is held
    private int? _stepped;   // the radius that was gone to, as long as the address has not told of it: clicks in a hurry go on from there

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

    private IReadOnlyList<int> Prefixes => _query!.Model.Encoder.Card.Network.Prefixes;

    /// <summary>Beyond half of the bits nothing is alike.</summary>
    private int MostRadius => _bits / 2;

    private int Within => _counts.Take(_radius + 1).Sum();

    private string Told => Within switch
    {
        0 => $"No other picture lies within {Bits(_radius)} of {_bits}.",
        1 => $"This is the only one within {Bits(_radius)} of {_bits}.",
        var all => $"These are all {all:N0} within {Bits(_radius)} of {_bits}.",
    };

    private string HistogramInWords => $"Pictures at each distance: {string.Join(", ", Enumerable.Range(0, MostRadius + 1).Where(distance => _counts[distance] > 0).Select(distance => $"{_counts[distance]:N0} at {distance}"))}.";

    protected override void OnParametersSet()
    {
        if (_picture?.Id != Id || AskedRadius == _stepped) _stepped = null;
        var before = (_picture?.Id, _query?.Model, _bits);
        (_picture, _query, _dragged) = (pictures.Find(Id), similar.CodeOf(Id), null);
        if (_picture is null || _query is null) return;
        _bits = AskedBits is { } asked && Prefixes.Contains(asked) ? asked : _query.Code.Bits;
        if (before != (Id, _query.Model, _bits)) _asked.Clear();
        _counts = similar.CountByDistance(_query, _bits, except: Id);
        _radius = Math.Clamp(AskedRadius ?? RadiusOf(WantedAtFirst), 0, MostRadius);
        _hits = similar.Find(_query, new SearchRequest(ShownInBall, _bits, _radius), except: Id).Hits;
        _farther = Within > _hits.Count ? similar.Shells(_query, _bits, _radius, ShownInShell, except: Id) : new Dictionary<int, IReadOnlyList<Hit>>();
        _trail = pictures.Find([.. (Trail ?? "").Split(',').Select(text => long.TryParse(text, out var id) ? id : 0).Where(id => id > 0)
            .Append(Id).Aggregate(new List<long>(), (way, id) => way.Count > 0 && way[^1] == id ? way : [.. way, id]).SkipLast(1).TakeLast(ShownOfTrail)]);
    }

    protected override Task LookAgainAsync()
    {
        OnParametersSet();
        return Task.CompletedTask;
    }

    private async Task ShowMoreAsync(Shell shell)
    {
        if (_isReading || _query is not { } query) return;
        _isReading = true;
        try
        {
            var (distance, bits, shown) = (shell.From, _bits, shell.Hits.Select(hit => hit.Picture.Id).Append(Id).ToHashSet());
            var more = await Task.Run(() => similar.At(query, bits, distance, ShownMore, shown));
            if ((query, bits) == (_query, _bits)) _asked[distance] = [.. shell.Hits, .. more];   // else the page is about something else meanwhile
        }
        finally
        {
            _isReading = false;
        }
    }

    private int RadiusOf(int neighbours)
    {
        var seen = 0;
        for (var distance = 0; distance < MostRadius; distance++)
        {
            if ((seen += _counts[distance]) >= neighbours) return distance;
        }

        return MostRadius;
    }

    /// <summary>Shells from the inside; empty ones next to each other are one.</summary>
    private IEnumerable<Shell> Shells()
    {
        for (var distance = 0; distance <= _radius; distance++)
        {
            var from = distance;
            while (_counts[from] == 0 && distance < _radius && _counts[distance + 1] == 0) distance++;
            IReadOnlyList<Hit> hits = [.. _hits.Where(hit => hit.Distance == distance).Take(ShownInShell)];
            if (hits.Count < Math.Min(ShownInShell, _counts[distance])) hits = _farther.GetValueOrDefault(distance, hits);
            yield return new Shell(from, distance, _counts[distance], _asked.GetValueOrDefault(distance, hits));
        }
    }

    private void Go(int bits, int? radius)
    {
        _stepped = radius;
        navigation.NavigateTo(navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["bits"] = bits == _query!.Code.Bits ? null : bits, ["radius"] = radius }), replace: true);
    }

    private void Step(int by) => Go(_bits, Math.Clamp((_stepped ?? _radius) + by, 0, MostRadius));

    /// <summary>Another length has other distances: the radius is chosen anew.</summary>
    private void GoBits(int bits) => Go(bits, null);

    private void GoAddress(int bits) => navigation.NavigateTo(navigation.GetUriWithQueryParameter("address", bits), replace: true);

    private string Address(long id, IEnumerable<long> trail)
    {
        var parts = new List<string>();
        if (_bits != _query!.Code.Bits) parts.Add($"bits={_bits}");
        if (AskedRadius is { } radius) parts.Add($"radius={radius}");
        if (AskedAddress is { } address) parts.Add($"address={address}");
        if (string.Join(',', trail) is { Length: > 0 } way) parts.Add($"trail={way}");
        return $"/picture/{id}/neighbours{(parts.Count > 0 ? "?" : "")}{string.Join('&', parts)}";
    }

    /// <summary>Of the fullest shell, by its root: the inner shells hold few of many, and must be seen.</summary>
    private string Share(int distance) => Math.Sqrt((double)_counts[distance] / Math.Max(1, _counts.Take(MostRadius + 1).Max())).ToString("0.###");

    private static string Bits(int count) => count == 1 ? "1 bit" : $"{count} bits";
}
