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
public sealed partial class MapPage(CodeMap maps, LiveModel live, JobQueue jobs, PictureStore pictures, SimilarPictures similar, MapChoice choice, NavigationManager navigation, IJSRuntime script) : IAsyncDisposable
{
    private const int MostAtOnce = 20_000;   // are laid out without asking: some seconds
    private const int Neighbours = 12;

    private ElementReference _plane;
    private ElementReference _legend;
    private MapDrawing? _drawing;
    private StoredMap? _map;
    private MapColours? _colours;
    private StandingPoint? _joined;           // the picture one stands on, where the map shows it
    private (StoredMap? Map, string Colour, int Bit, long? From) _painted;   // what the colours are of
    private MapJob? _job;
    private Picture? _standing;
    private IReadOnlyList<Hit> _neighbours = [];
    private HashSet<long> _placed = [];       // ids that the map holds
    private IReadOnlyList<long> _chosen = [];
    private bool _outlining;
    private string? _problem;                 // why nothing can be drawn
    private int _missing;                     // codes that the map does not hold
    private string _wanted = "";
    private string? _said;
    private bool _isGone;                     // what the address asks to stand on
    private int _all;
    private bool _isOutgrown;                // by the library
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

    /// <summary>Whether someone is drawing around pictures.</summary>
    internal bool IsOutlining => _outlining;

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

    /// <summary>Called by the script: someone wants to draw around nothing after all.</summary>
    [JSInvokable]
    public void LeftOutline()
    {
        _outlining = false;
        StateHasChanged();
    }

    /// <summary>Called by the script: what is the picture called that someone points at? Null where it is gone.</summary>
    [JSInvokable]
    public string? NameOf(long id) => pictures.Find(id) is { } picture ? Path.GetFileName(picture.Path) : null;

    /// <summary>Called by the script: someone clicked a picture.</summary>
    [JSInvokable]
    public void Stood(long id)
    {
        _said = null;   // of what was looked for before
        Go(picture: id);
    }

    public async ValueTask DisposeAsync()
    {
        jobs.Changed -= RefreshFor;
        live.Changed -= Refresh;
        if (_drawing is not null) await _drawing.DisposeAsync();
    }

    protected override void OnInitialized()
    {
        _drawing = new MapDrawing(script, this);
        jobs.Changed += RefreshFor;
        live.Changed += Refresh;
        Read();
        if (choice.Ids.Where(_placed.Contains).ToList() is { Count: > 0 } chosen) Choose(chosen);   // before some other page
    }

    private void Begin()
    {
        Read();
        // A small map is there at once, and what came since the last visit is added; neither asks for anything.
        // What someone paused or stopped stays so.
        if (_job is not null and not { State: JobState.Completed } || _all < 3 || _missing == 0) return;
        if (_map is { Points.Count: > 0 } || _all <= MostAtOnce && pictures.Counts(live.Current.Id).Pending == 0) Make(anew: false);   // a map of the first few would stay theirs
    }

    protected override void OnParametersSet()
    {
        _standing = Standing is { } id ? pictures.Find(id) : null;
        if (_isGone) _said = null;
        _isGone = Standing is not null && _standing is null;
        if (_isGone) _said = $"The library has no picture {Standing}. It may have been deleted.";
        LookAround();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) Begin();   // not for a page that is only read, without a circuit
        try
        {
            // What is known may be ahead of what is rendered, where many changes come at once: then there is no plane yet.
            if (_map is { Points.Count: > 0 } map && _plane.Context is not null && _problem is null) await _drawing!.DrawAsync(_plane, _legend, map, maps.Hashes, _colours, _joined, () => _chosen);
            else await _drawing!.CloseAsync();
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

    private void Read()
    {
        _bits = live.Current.Encoder.Bits;
        _all = maps.All;
        _job = jobs.Newest(MapJob.Kind, 1).Select(MapJob.Of).FirstOrDefault();
        if (!maps.IsStored(_map) || live.Current.Id != _model)
        {
            (_map, _model) = (maps.Find(), live.Current.Id);
            _placed = _map?.Points.Select(point => point.Id).ToHashSet() ?? [];
            LookAround();
        }

        _missing = maps.Missing(_map);
        _isOutgrown = _map is { Points.Count: > 0 } && maps.IsOutgrown(_map);
    }

    private void RefreshFor(string kind)
    {
        if (kind == MapJob.Kind) Refresh();
    }

    private void Refresh() => _ = InvokeAsync(() =>
    {
        Read();
        StateHasChanged();
    });

    /// <summary>Counts the colours, where they are of something else than before.</summary>
    private void Paint()
    {
        var query = Colour == "distance" ? similar.CodeOf(_standing!.Id) : null;   // null as long as the picture has no code
        var wanted = (_map, Colour, AskedBit, query is null ? null : Standing);
        if (_map is null || wanted == _painted) return;
        _painted = wanted;
        _colours = Colour switch
        {
            "folder" => maps.ByFolder(_map),
            "bit" => maps.ByBit(_map, Math.Clamp(AskedBit, 0, _bits - 1)),
            "distance" when query is not null => maps.ByDistance(_map, query.Code.Code),
            _ => maps.ByLabel(_map),
        };
    }

    /// <summary>Joins the picture one stands on with its neighbours, by the codes of the model in use, and paints.</summary>
    private void LookAround()
    {
        _neighbours = _standing is not null && similar.CodeOf(_standing.Id) is { } query ? similar.Find(query, new SearchRequest(Neighbours), except: _standing.Id).Hits : [];
        _joined = _map is not null && _standing is not null && maps.PlaceOf(_map, _standing.Id) is { } at
            ? new StandingPoint(at.Id, at.X, at.Y, [.. _neighbours.Select(hit => hit.Picture.Id)])
            : null;
        Paint();
    }

    private void Make(bool anew) => jobs.EnqueueOnce(MapJob.Kind, new MapRequest(anew));

    private void Go(string colour) => navigation.NavigateTo(navigation.GetUriWithQueryParameter("colour", colour == "label" ? null : colour), replace: true);

    private void Go(long? picture) => navigation.NavigateTo(navigation.GetUriWithQueryParameter("picture", picture));

    private void GoBit(string? bit)
    {
        if (int.TryParse(bit, out var number)) navigation.NavigateTo(navigation.GetUriWithQueryParameter("bit", Math.Clamp(number, 0, _bits - 1)), replace: true);
    }

    /// <summary>By its number, by what its file's name begins with, or by a part of the name. Numbers of pictures have no 0 before them; names may.</summary>
    private void FindPicture()
    {
        var wanted = _wanted.Trim();
        if (wanted.Length == 0) return;
        if (long.TryParse(wanted, out var id) && $"{id}" == wanted && pictures.Find(id) is not null)
        {
            _said = null;
            Go(picture: id);
            return;
        }

        var named = new FileFilter(Name: wanted);
        var count = pictures.CountFiles(named);
        _said = count switch
        {
            0 => $"The library has no file with '{wanted}' in its name, and no picture of that number.",
            1 => null,
            _ => $"{count:N0} files have '{wanted}' in their names; this is one of them.",
        };
        if (count > 0) Go(picture: (pictures.FindByName(wanted) ?? pictures.Page(named, 0, 1)[0]).Id);
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

    private Task CallAsync(string what, params object?[] with) => _drawing!.CallAsync(what, with);

    private void Choose(IReadOnlyList<long> ids)
    {
        (_chosen, choice.Ids) = (ids, ids);
        _said = ids.Count switch
        {
            0 => "No picture is chosen.",
            1 => "1 picture chosen; it is listed below the map.",
            _ => $"{ids.Count:N0} pictures chosen; they are listed below the map.",
        };
    }

    private void Told(string what)
    {
        _said = what;
        if (Colour != "label") return;
        _painted = default;
        Paint();
    }
}
