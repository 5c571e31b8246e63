using ImageCodes.Model.Mapping;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Maps;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ImageCodes.Web.Components.Pages;

/// <summary>
/// All pictures as points, near where their codes are near. The address holds the colours and the picture one stands on; the
/// pictures that are drawn around are listed, tagged, or searched from.
/// </summary>
public sealed partial class MapPage(
    CodeMap maps, LiveModel live, JobQueue jobs, PictureStore pictures, SimilarPictures similar,
    MapChoice choice, NavigationManager navigation, IJSRuntime script) : IAsyncDisposable
{
    private const string Keys =
        "Arrows move it, plus and minus come closer and go away, Home shows all of it, the space bar chooses what is in view, "
            + "Enter stands on the picture that is pointed at, the one nearest to the middle, "
        + "and Escape leaves off drawing around pictures.";

    private const int MostAtOnce = 20_000;   // are laid out without asking: some seconds

    private ElementReference _plane;
    private ElementReference _legend;
    private MapDrawing? _drawing;
    private MapView? _view;                   // null until it is read
    private bool _isAsked;                    // for the view, or for another one while it is read
    private Task _reading = Task.CompletedTask;
    private bool _isReading;                  // known before the task is: what is read first may lead to more at once
    private bool _isLeft;
    private int _finds;                       // asked for, or made needless
    private MapJob? _job;
    private IReadOnlyList<long> _chosen = [];
    private bool _outlining;
    private string? _problem;                 // why nothing can be drawn
    private string _wanted = "";
    private string? _said;
    private int _tagged;                      // how often

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

    /// <summary>Whether pictures are drawn on some of the points.</summary>
    internal bool ShowsPictures { get; private set; } = true;

    private static string HowMany(MapView view, MapInUse map) => map.Points.Count >= view.All
        ? $"All {map.Points.Count:N0} pictures"
        : $"{map.Points.Count:N0} of {view.All:N0} pictures{(view.All > map.Stored.Codes || view.Missing > 0 ? "" : ", spread evenly over the library")}";

    private StandingPoint? Joined =>
        _view is { Place: { } at } view ? new StandingPoint(at.Id, at.X, at.Y, [.. view.Neighbours.Select(hit => hit.Picture.Id)]) : null;

    /// <summary>Called by the script: someone drew around pictures. Corners, x and y in turn.</summary>
    [JSInvokable]
    public async Task Outlined(float[] corners)
    {
        _outlining = false;
        if (_view?.Map is { } map)
            Choose(await Beside.RunAsync(() => MapOutline.Within(map.Points, [.. corners.Chunk(2).Select(corner => (corner[0], corner[1]))])));
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
    public string? NameOf(long id) => pictures.Find(id)?.Name;

    /// <summary>Called by the script: someone clicked a picture.</summary>
    [JSInvokable]
    public void Stood(long id)
    {
        (_said, _finds) = (null, _finds + 1);   // of what was looked for before
        Go(picture: id);
    }

    public async ValueTask DisposeAsync()
    {
        _isLeft = true;
        jobs.Changed -= RefreshFor;
        live.Changed -= Refresh;
        if (_drawing is not null) await _drawing.DisposeAsync();
    }

    protected override void OnInitialized()
    {
        _drawing = new MapDrawing(script, this);
        if (!RendererInfo.IsInteractive) return;   // nobody looks on
        jobs.Changed += RefreshFor;
        live.Changed += Refresh;
    }

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            // What is known may be ahead of what is rendered, where many changes come at once: then there is no plane yet.
            if (_view is { Map: { Points.Count: > 0 } map } view && _plane.Context is not null && _problem is null)
                await _drawing!.DrawAsync(_plane, _legend, map, view.Colours, Joined, () => _chosen);
            else if (firstRender) await _drawing!.PrepareAsync();   // while the map is read
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

    /// <summary>Reads what the map shows, beside the page; what is asked for meanwhile is read next.</summary>
    private Task ReadAsync()
    {
        _isAsked = true;
        return _isReading ? _reading : _reading = ReadAllAsync();
    }

    private async Task ReadAllAsync()
    {
        _isReading = true;
        try
        {
            while (_isAsked && !_isLeft) await ReadOnceAsync();
        }
        finally
        {
            _isReading = false;
        }
    }

    private async Task ReadOnceAsync()
    {
        _isAsked = false;
        _job = NewestJob();
        var (question, model, before) = (new MapQuestion(AskedColour, AskedBit, Standing, _tagged), live.Current, _view);
        _view = await Beside.RunAsync(() => MapView.Of(question, model, before, maps, pictures, similar));
        if (before is null) Open(_view);
        if (_view.IsGone && (before is not { IsGone: true } || before.Question.Standing != Standing))
            _said = $"The library has no picture {question.Standing}. It may have been deleted.";
        if (!_view.IsGone && before is { IsGone: true }) _said = null;
        StateHasChanged();
    }

    private MapJob? NewestJob() => jobs.Newest(MapJob.Kind, 1).Select(MapJob.Of).FirstOrDefault();

    private void Open(MapView view)
    {
        // Before some other page.
        if (view.Map is { } map && choice.Ids.Where(map.Holds).ToList() is { Count: > 0 } chosen) Choose(chosen);
        if (RendererInfo.IsInteractive && !_isLeft) Begin(view);   // a page that is only fetched begins nothing
    }

    private async Task BeginAsync()
    {
        await ReadAsync();
        Begin(_view!);
    }

    /// <summary>
    /// A small map is there at once, and what came since the last visit is added; neither asks for anything. What someone paused or stopped
    /// stays so.
    /// </summary>
    private void Begin(MapView view)
    {
        if (_job is not null and not { State: JobState.Completed } || view.All < MapLayout.Fewest || view.Missing == 0) return;
        // A map of the first few would stay theirs.
        if (view.Map is { Points.Count: > 0 } || view.All <= MostAtOnce && pictures.Counts(view.Model.Id).Pending == 0) Make(anew: false);
    }

    private void RefreshFor(string kind)
    {
        if (kind == MapJob.Kind) Later(LookAtJobAsync);
    }

    /// <summary>What a job tells while it works changes nothing else.</summary>
    private async Task LookAtJobAsync()
    {
        var before = _job;
        _job = NewestJob();
        StateHasChanged();
        if ((before?.Id, before?.State) != (_job?.Id, _job?.State)) await ReadAsync();
    }

    private void Refresh() => Later(ReadAsync);

    private void Make(bool anew) => jobs.EnqueueOnce(MapJob.Kind, new MapRequest(anew));

    private void Go(string colour) =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameter("colour", colour == "label" ? null : colour), replace: true);

    private void Go(long? picture) => navigation.NavigateTo(navigation.GetUriWithQueryParameter("picture", picture));

    private void GoBit(int bit) =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameter("bit", Math.Clamp(bit, 0, _view!.Model.Encoder.Bits - 1)), replace: true);

    private async Task FindPictureAsync()
    {
        var wanted = _wanted.Trim();
        var mine = ++_finds;
        _said = wanted.Length == 0 ? null : $"Looking for '{wanted}' …";
        if (wanted.Length == 0) return;
        var (found, files) = await Beside.RunAsync(() => Find(wanted));
        if (mine != _finds || _isLeft) return;   // something else is looked for meanwhile, or nothing
        _said = files switch
        {
            0 => $"The library has no file with '{wanted}' in its name, and no picture of that number.",
            1 => null,
            _ => $"{files:N0} files have '{wanted}' in their names; this is one of them.",
        };
        if (found is not null) Go(found);
    }

    /// <summary>
    /// By its number, by what its file's name begins with, or by a part of the name. Numbers of pictures have no 0 before them; names may.
    /// </summary>
    private (long? Id, int Files) Find(string wanted)
    {
        if (long.TryParse(wanted, out var id) && $"{id}" == wanted && pictures.Find(id) is not null) return (id, 1);
        var named = new FileFilter(Name: wanted);
        var files = pictures.CountFiles(named);
        return files == 0 ? (null, 0) : ((pictures.FindByName(wanted) ?? pictures.Page(named, 0, 1)[0]).Id, files);
    }

    private Task OutlineAsync()
    {
        _outlining = !_outlining;
        return CallAsync("outline", _outlining);
    }

    private async Task ChooseRegionAsync(MapRegion region)
    {
        if (_view?.Map is not { } map) return;
        Choose(await Beside.RunAsync(() => region.Within(map.Points)));
        await CallAsync("choose", _chosen);
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
            var count => $"{Counted.Of(count, "picture")} chosen; {(count == 1 ? "it is" : "they are")} listed below the map.",
        };
    }

    private Task Told(string what)
    {
        _said = what;
        _tagged++;
        return ReadAsync();
    }
}
