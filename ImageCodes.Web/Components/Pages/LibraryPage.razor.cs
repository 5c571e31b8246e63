using System.Data.Common;
using ImageCodes.Model.Files;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;

namespace ImageCodes.Web.Components.Pages;

/// <summary>All pictures, by folder; only the rows in view are read. While an import runs, what it brings comes.</summary>
public sealed partial class LibraryPage(
    PictureStore pictures, LabelStore labels, LibraryChoice choice, JobQueue jobs,
    NavigationManager navigation, IJSRuntime browser) : IAsyncDisposable
{
    /// <summary>Pixels; the style sheet's row and its gap.</summary>
    private const float RowHeight = 150;
    private const int CellWidth = 160;   // two of them on a telephone
    private const float LinkHeight = 36;

    /// <summary>Browsers draw nothing past some 17 million pixels.</summary>
    private const int MostRows = 100_000;

    /// <summary>Of more folders, only those in view are drawn.</summary>
    private const int MostLinks = 300;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    private sealed record Row(IReadOnlyList<Picture> Pictures);

    private readonly PageScript _script = new(browser, "./scripts/measure.js");
    private readonly CancellationTokenSource _left = new();
    private bool _isComing;                           // whether an import told of more, which is read in a moment
    private int _files;                               // that hold the chosen
    private string? _last;                            // the file that was chosen last, from which Shift goes on
    private DotNetObjectReference<LibraryPage>? _self;
    private string? _watched;                         // the element whose width is told
    private ElementReference _rows;
    private Virtualize<Row>? _virtualize;
    private List<PictureFolder>? _folders;            // null while they are read
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();   // of folders, as short as can be
    private int _total;
    private FileFilter? _counted;                     // what the total is of
    private int _columns;                             // 0 until the page is measured
    private bool _choosing;
    private bool _asking;
    private bool _deleting;
    private IReadOnlyList<KnownLabel> _tags = [];
    private string? _said;                            // what became of the last tagging or deleting
    private string _name = "";                        // as it is typed

    [SupplyParameterFromQuery(Name = "folder")]
    public string? Folder { get; set; }

    [SupplyParameterFromQuery(Name = "label")]
    public string? Label { get; set; }

    [SupplyParameterFromQuery(Name = "name")]
    public string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "order")]
    public string? OrderText { get; set; }

    private HashSet<long> Chosen => choice.Ids;

    private FileFilter Filter => new(Folder, Label, string.IsNullOrWhiteSpace(Name) ? null : Name);

    private int Rows => (_total + _columns - 1) / _columns;

    private FileOrder Order =>
        Enum.TryParse<FileOrder>(OrderText, ignoreCase: true, out var order) && Enum.IsDefined(order) ? order : FileOrder.Path;

    /// <summary>Called by the page's script when the width for pictures changes.</summary>
    [JSInvokable]
    public async Task Measured(double width)
    {
        var columns = Math.Max(1, (int)(width / CellWidth));
        if (width == 0 || columns == _columns) return;   // what is taken away has no width
        _columns = columns;
        StateHasChanged();
        if (_virtualize is not null) await _virtualize.RefreshDataAsync();
    }

    public async ValueTask DisposeAsync()
    {
        jobs.Changed -= FollowImport;
        await _left.CancelAsync();
        await _script.DisposeAsync();
        _self?.Dispose();
    }

    protected override void OnInitialized() => jobs.Changed += FollowImport;

    protected override async Task OnParametersSetAsync()
    {
        if (Filter != choice.Among) ChooseNone();   // in another order they are the same
        (choice.Among, choice.Address) = (Filter, Address(Filter));
        (_asking, _last, _name) = (false, null, Name ?? "");
        var looking = _said = Filter.Name is { } name ? $"Looking for '{name}' …" : null;   // drawn where it takes a moment
        await ReadAsync();
        await RecountAsync();
        if (_said == looking) _said = null;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_folders is not { Count: > 0 })
        {
            _watched = null;
            return;
        }

        if (_watched == _rows.Id) return;
        _watched = _rows.Id;   // the element that was watched may have gone with the last picture
        _self ??= DotNetObjectReference.Create(this);
        await _script.CallAsync("watchWidth", _rows, _self);
    }

    private async Task ReadAsync()
    {
        var among = Filter;
        var (folders, tags, total) = await Beside.RunAsync(() => (pictures.Folders().ToList(), labels.Tags(), pictures.CountFiles(among)));
        if (among != Filter) return;   // other files are listed meanwhile
        (_folders, _tags, _total, _counted) = (folders, tags, total, among);
        _names = FolderPath.NamesOf(_folders.Select(folder => folder.Path));
        if (_virtualize is not null) await _virtualize.RefreshDataAsync();
    }

    /// <summary>
    /// An import tells of every batch; the page looks some seconds later, so that it looks seldom, and once more after the last.
    /// </summary>
    private void FollowImport(string kind)
    {
        if (kind != ImportJob.Kind || Interlocked.Exchange(ref _isComing, true)) return;
        Later(async () =>
        {
            await Task.Delay(BetweenLooks, _left.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (_left.IsCancellationRequested) return;
            _isComing = false;
            await ReadAsync();
            StateHasChanged();
        });
    }

    private async ValueTask<ItemsProviderResult<Row>> ReadRows(ItemsProviderRequest request)
    {
        var (among, order, columns) = (Filter, Order, _columns);
        var found = await Beside.RunAsync(() =>
        {
            request.CancellationToken.ThrowIfCancellationRequested();   // whoever drags the scroll bar has passed it by
            // A rare part of a name is looked for to the last file.
            return pictures.Page(among, request.StartIndex * columns, request.Count * columns, order);
        });
        return new ItemsProviderResult<Row>(found.Chunk(columns).Select(row => new Row(row)), Math.Min(Rows, MostRows));
    }

    /// <summary>One more, or one less; with Shift, all from the one before to this.</summary>
    private async Task ToggleAsync(Picture picture, bool toHere)
    {
        var before = _last;
        _last = picture.Path;
        if (toHere && before is { } last)
        {
            var (among, order) = (Filter, Order);
            await ChooseAsync(() => pictures.Between(last, picture.Path, among, order));
        }
        else
        {
            // To count all anew at each click takes long where many are chosen.
            _files += (Chosen.Add(picture.Id) ? 1 : Chosen.Remove(picture.Id) ? -1 : 0) * pictures.CountFilesOf([picture.Id]);
        }

        if (Chosen.Count == 0) _asking = false;
    }

    /// <summary>They may be a million, which takes seconds.</summary>
    private async Task ChooseAllAsync()
    {
        if (_choosing) return;
        _choosing = true;
        try
        {
            var among = Filter;
            await ChooseAsync(() => pictures.Ids(among));
        }
        finally
        {
            _choosing = false;
        }
    }

    private async Task ChooseAsync(Func<IReadOnlyCollection<long>> read)
    {
        var among = Filter;
        var more = await Beside.RunAsync(read);
        // Other files are listed meanwhile; what is chosen among them may be so by another page.
        if (among != Filter || _left.IsCancellationRequested) return;
        Chosen.UnionWith(more);
        await RecountAsync();
    }

    private void ChooseNone()
    {
        Chosen.Clear();
        (_files, _asking) = (0, false);
    }

    /// <summary>Lets go of what is not in the library any more, and counts the files of the rest.</summary>
    private async Task RecountAsync()
    {
        while (!_left.IsCancellationRequested)
        {
            var chosen = Chosen.ToList();
            var (there, files) = await Beside.RunAsync(() => (pictures.StillThere(chosen), pictures.CountFilesOf(chosen)));
            if (_left.IsCancellationRequested || !Chosen.SetEquals(chosen)) continue;   // some were chosen meanwhile, or let go
            Chosen.IntersectWith(there);
            _files = files;
            return;
        }
    }

    /// <summary>The pictures stay chosen: one tag is often followed by another.</summary>
    private Task ToldAsync(string what)
    {
        _said = what;
        return ReadAsync();
    }

    private async Task DeleteChosenAsync()
    {
        if (_deleting) return;
        var asked = Chosen.ToList();   // more may be chosen meanwhile
        (_deleting, _asking, _said) = (true, false, $"Taking {asked.Count:N0} out …");
        try
        {
            var deleted = await Task.Run(() => pictures.Delete(asked));
            _said = $"{Counted.Of(deleted, "picture was", "pictures were")} taken out of the library.";
        }
        catch (DbException failure)
        {
            _said = $"They stay in the library, or some of them: {failure.Message}";
            return;
        }
        finally
        {
            _deleting = false;
        }

        Chosen.ExceptWith(asked);
        await RecountAsync();
        await ReadAsync();
    }

    private void Show() => navigation.NavigateTo(Address(Filter with { Name = _name }));

    private void Reorder(string order) => navigation.NavigateTo(Address(Filter with { Name = _name }, Enum.Parse<FileOrder>(order)));

    /// <summary>Of other files, in the order that was chosen.</summary>
    private string Address(FileFilter filter, FileOrder? order = null) => navigation.GetUriWithQueryParameters("/library", new Dictionary<string, object?>
    {
        ["folder"] = filter.Folder,
        ["label"] = filter.Label,
        ["name"] = string.IsNullOrWhiteSpace(filter.Name) ? null : filter.Name.Trim(),
        ["order"] = (order ?? Order) is FileOrder.Newest and var other ? other.ToString().ToLowerInvariant() : null,
    });

    /// <summary>A picture is its content: copies are chosen and deleted together, which is said.</summary>
    private string InFiles => _files > Chosen.Count ? $" (in {_files:N0} files)" : "";
}
