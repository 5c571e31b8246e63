using ImageCodes.Model.Storage;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>The Hamming ball around a picture, shell by shell: all pictures at 0 bits, at 1 bit, and so on. A click walks to a neighbour; the address holds where you stand and the way there.</summary>
public sealed partial class NeighboursPage(PictureStore pictures, SimilarPictures similar, NavigationManager navigation)
{
    private const int ShownInShell = 12;
    private const int ShownInBall = 300;
    private const int ShownOfTrail = 12;
    private const int WantedAtFirst = 8;   // neighbours, by which the radius is chosen where none is asked for

    private sealed record Shell(int From, int To, int Count, IReadOnlyList<Hit> Hits);

    private Picture? _picture;
    private EncodedPicture? _query;
    private IReadOnlyList<int> _counts = [];   // without the picture itself
    private IReadOnlyList<Hit> _hits = [];
    private IReadOnlyDictionary<int, IReadOnlyList<Hit>> _farther = new Dictionary<int, IReadOnlyList<Hit>>();   // in shells beyond those hits
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

    private string HistogramInWords => $"Pictures at each distance: {string.Join(", ", Enumerable.Range(0, MostRadius + 1).Where(distance => _counts[distance] > 0).Take(40).Select(distance => $"{_counts[distance]:N0} at {distance}"))}.";

    protected override void OnParametersSet()
    {
        if (_picture?.Id != Id || AskedRadius == _stepped) _stepped = null;
        (_picture, _query, _dragged) = (pictures.Find(Id), similar.CodeOf(Id), null);
        if (_picture is null || _query is null) return;
        _bits = AskedBits is { } asked && Prefixes.Contains(asked) ? asked : _query.Code.Bits;
        _counts = similar.CountByDistance(_query, _bits, except: Id);
        _radius = Math.Clamp(AskedRadius ?? RadiusOf(WantedAtFirst), 0, MostRadius);
        _hits = similar.Find(_query, new SearchRequest(ShownInBall, _bits, _radius), except: Id).Hits;
        _farther = Within > _hits.Count ? similar.Shells(_query, _bits, _radius, ShownInShell, except: Id) : new Dictionary<int, IReadOnlyList<Hit>>();
        _trail = pictures.Find([.. (Trail ?? "").Split(',').Select(text => long.TryParse(text, out var id) ? id : 0).Where(id => id > 0 && id != Id).Distinct().TakeLast(ShownOfTrail)]);
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
            var hits = _hits.Where(hit => hit.Distance == distance).Take(ShownInShell).ToList();
            yield return new Shell(from, distance, _counts[distance], hits.Count < Math.Min(ShownInShell, _counts[distance]) ? _farther.GetValueOrDefault(distance, hits) : hits);
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
