using System.Buffers.Binary;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ImageCodes.Web.Components.Pages;

/// <summary>
/// All pictures as points, near where their codes are near. The address holds the colours and the picture one stands on; the
/// pictures that are drawn around are listed, tagged, or searched from.
/// </summary>
public sealed partial class MapPage(CodeMap maps, LiveModel live, JobQueue jobs, PictureStore pictures, LabelStore labels, SimilarPictures similar, NavigationManager navigation, IJSRuntime script) : IAsyncDisposable
{
    private const int MostAtOnce = 20_000;   // are laid out without asking: some seconds
    private const int Neighbours = 12;
    private const int ShownAtOnce = 60;

    private ElementReference _plane;
    private ElementReference _legend;
    private DotNetObjectReference<MapPage>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _drawing;
    private StoredMap? _map;
    private StoredMap? _drawn;                // what the script was given; another one is drawn anew
    private bool _coloursDrawn;
    private MapColours? _colours;
    private MapJob? _job;
    private Picture? _standing;
    private IReadOnlyList<Hit> _neighbours = [];
    private HashSet<long> _placed = [];       // ids that the map holds
    private IReadOnlyList<long> _chosen = [];
    private IReadOnlyList<Hit> _shown = [];
    private bool _opening;
    private bool _disposed;
    private bool _outlining;
    private string? _problem;                 // why nothing can be drawn
    private int _missing;                     // codes that the map does not hold
    private string _wanted = "";
    private string _tag = "";
    private string? _said;
    private int _all;
    private int _bits;
    private long _model;                      // whose map it is

    /// <summary>What colours mean: label, folder, bit or distance.</summary>
    [SupplyParameterFromQuery(Name = "colour")]
    public string? AskedColour { get; set; }

    [SupplyParameterFromQuery(Name = "bit")]
    public int AskedBit { get; set; }

    /// <summary>The picture one stands on.</summary>
    [SupplyParameterFromQuery(Name = "picture")]
    public long? Standing { get; set; }

    private string Colour => AskedColour switch
    {
        "folder" or "bit" => AskedColour,
        "distance" when _standing is not null => "distance",
        _ => "label",
    };

    /// <summary>Called by the script: someone drew around pictures. Corners, x and y in turn.</summary>
    [JSInvokable]
    public void Outlined(float[] corners)
    {
        _outlining = false;
        if (_map is not null) Choose(CodeMap.Within(_map, [.. corners.Chunk(2).Select(corner => (corner[0], corner[1]))]));
        StateHasChanged();
    }

    /// <summary>Called by the script: someone clicked a picture.</summary>
    [JSInvokable]
    public void Stood(long id) => Go(picture: id);

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        jobs.Changed -= Refresh;
        live.Changed -= Refresh;
        await CloseAsync();
        _self?.Dispose();
    }

    protected override void OnInitialized()
    {
        jobs.Changed += Refresh;
        live.Changed += Refresh;
        Read();
        // A small map is there at once, and what came since the last visit is added; neither asks for anything.
        // What someone paused or stopped stays so.
        if (_job is not null and not { State: JobState.Completed } || _all < 3 || _missing == 0) return;
        if (_map is { Points.Count: > 0 } || _all <= MostAtOnce) Make(anew: false);
    }

    protected override void OnParametersSet()
    {
        _standing = Standing is { } id ? pictures.Find(id) : null;
        if (Standing is not null && _standing is null) _said = $"The library has no picture {Standing}. It may have been deleted.";
        _neighbours = _standing is not null && similar.CodeOf(_standing.Id) is { } query ? similar.Find(query, new SearchRequest(Neighbours), except: _standing.Id).Hits : [];
        Paint();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (_map is { Points.Count: > 0 } map && _problem is null) await DrawAsync(map);
            else await CloseAsync();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or ObjectDisposedException or OperationCanceledException)
        {
            // The page was left meanwhile.
        }
        catch (JSException failure)
        {
            _problem = $"This browser has no WebGL, or it failed: {failure.Message.Split('\n')[0]}";
            StateHasChanged();
        }
    }

    /// <summary>Gives the script what it has not drawn yet.</summary>
    private async Task DrawAsync(StoredMap map)
    {
        if (_drawing is null)
        {
            if (_opening) return;
            _opening = true;
            try
            {
                _self ??= DotNetObjectReference.Create(this);
                _module ??= await script.InvokeAsync<IJSObjectReference>("import", "./scripts/map.js");
                if (_disposed) return;
                _drawing = await _module.InvokeAsync<IJSObjectReference>("open", _plane, _legend, _self, map.Points.Count);
                if (_disposed) await CloseAsync();
            }
            finally
            {
                _opening = false;
            }
        }

        if (_drawing is null || _disposed) return;
        if (_drawn != map)
        {
            (_drawn, _coloursDrawn) = (map, false);
            await _drawing.InvokeVoidAsync("place", Packed(map, maps.Hashes()));
        }

        if (_coloursDrawn || _colours is null) return;
        _coloursDrawn = true;
        await _drawing.InvokeVoidAsync("colour", _colours.Values, _colours.Names?.Count ?? 0);
        await StandAsync(map);
    }

    /// <summary>Ends what the script draws: its element goes with the map.</summary>
    private async Task CloseAsync()
    {
        if (_drawing is not { } drawing) return;
        (_drawing, _drawn) = (null, null);
        try
        {
            await drawing.InvokeVoidAsync("close");
            await drawing.DisposeAsync();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone already.
        }
    }

    private static string Pictures(int count) => count == 1 ? "1 picture" : $"{count:N0} pictures";

    /// <summary>Numbers as the script reads them: how many; ids; hashes of contents, 8 bytes each; all x, and all y.</summary>
    private static byte[] Packed(StoredMap map, IReadOnlyDictionary<long, string> hashes)
    {
        var count = map.Points.Count;
        var bytes = new byte[8 + 24 * count];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, count);
        for (var i = 0; i < count; i++)
        {
            var point = map.Points[i];
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 + 8 * i), point.Id);
            if (hashes.TryGetValue(point.Id, out var hash)) Convert.FromHexString(hash, bytes.AsSpan(8 + 8 * count + 8 * i, 8), out _, out _);
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8 + 16 * count + 4 * i), point.X);
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8 + 20 * count + 4 * i), point.Y);
        }

        return bytes;
    }

    private void Read()
    {
        _bits = live.Current.Encoder.Bits;
        _all = maps.All;
        _job = jobs.Newest(MapJob.Kind, 1).Select(MapJob.Of).FirstOrDefault();
        _missing = maps.Missing(_map);
        if (maps.IsStored(_map) && live.Current.Id == _model) return;
        (_map, _model) = (maps.Find(), live.Current.Id);
        _missing = maps.Missing(_map);
        _placed = _map?.Points.Select(point => point.Id).ToHashSet() ?? [];
        Paint();
    }

    private void Refresh() => _ = InvokeAsync(() =>
    {
        // Other jobs tell of themselves too, several times a second.
        if (live.Current.Id == _model && jobs.Newest(MapJob.Kind, 1).Select(MapJob.Of).FirstOrDefault() == _job) return;
        Read();
        StateHasChanged();
    });

    private void Paint()
    {
        if (_map is null) return;
        _colours = Colour switch
        {
            "folder" => maps.ByFolder(_map),
            "bit" => maps.ByBit(_map, Math.Clamp(AskedBit, 0, _bits - 1)),
            "distance" when similar.CodeOf(_standing!.Id) is { } query => maps.ByDistance(_map, query.Code.Code),
            _ => maps.ByLabel(_map),
        };
        _coloursDrawn = false;
    }

    /// <summary>Joins the picture one stands on with its neighbours.</summary>
    private async Task StandAsync(StoredMap map)
    {
        var place = _standing is null ? null : maps.PlaceOf(map, _standing.Id);
        await _drawing!.InvokeVoidAsync("stand", place is { } at ? new { id = at.Id, x = at.X, y = at.Y, near = _neighbours.Select(hit => hit.Picture.Id) } : null);
    }

    private void Make(bool anew) => jobs.Enqueue(MapJob.Kind, new MapRequest(anew));

    private string Address(long id) => navigation.GetUriWithQueryParameter("picture", id);

    private void Go(string colour) => navigation.NavigateTo(navigation.GetUriWithQueryParameter("colour", colour == "label" ? null : colour), replace: true);

    private void Go(long? picture) => navigation.NavigateTo(navigation.GetUriWithQueryParameter("picture", picture));

    private void GoBit(string? bit)
    {
        if (int.TryParse(bit, out var number)) navigation.NavigateTo(navigation.GetUriWithQueryParameter("bit", Math.Clamp(number, 0, _bits - 1)), replace: true);
    }

    /// <summary>By its number, else by what its file's name begins with.</summary>
    private void FindPicture()
    {
        var wanted = _wanted.Trim();
        if (wanted.Length == 0) return;
        var found = (long.TryParse(wanted, out var id) ? pictures.Find(id) : null) ?? pictures.FindByName(wanted);
        if (found is null)
        {
            _said = $"The library has no file whose name begins with '{wanted}', and no picture of that number.";
            return;
        }

        _said = null;
        Go(picture: found.Id);
    }

    private Task OutlineAsync()
    {
        _outlining = !_outlining;
        return CallAsync("outline", _outlining);
    }

    private Task ForgetChosenAsync()
    {
        Choose([]);
        return CallAsync("forget");
    }

    /// <summary>Asks the script for something, once it is there.</summary>
    private async Task CallAsync(string what, params object?[] with)
    {
        if (_drawing is not null) await _drawing.InvokeVoidAsync(what, with);
    }

    private void Choose(IReadOnlyList<long> ids)
    {
        (_chosen, _shown) = (ids, []);
        _said = ids.Count == 0 ? "No picture is chosen." : $"{Pictures(ids.Count)} chosen; they are listed below the map.";
        ShowMore();
    }

    private void ShowMore() => _shown = [.. _shown, .. pictures.Find([.. _chosen.Skip(_shown.Count).Take(ShownAtOnce)]).Select(picture => new Hit(picture, 0))];

    private void Tag()
    {
        try
        {
            var tag = LabelStore.Clean(_tag);
            var changed = labels.Tag(_chosen, tag);
            _said = $"{changed:N0} more {(changed == 1 ? "picture is" : "pictures are")} called '{tag}'.";
            _tag = "";
            if (Colour == "label") Paint();
        }
        catch (ArgumentException wrong)
        {
            _said = wrong.Message;
        }
    }
}
