using ImageCodes.Model.Mapping;
using ImageCodes.Web.Maps;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ImageCodes.Web.Components.Pages;

/// <summary>The picture one stands on, and its neighbours, as the script joins them.</summary>
internal sealed record StandingPoint(long Id, float X, float Y, IReadOnlyList<long> Near)
{
    public bool Equals(StandingPoint? other) =>
        other is not null && (Id, X, Y) == (other.Id, other.X, other.Y) && Near.SequenceEqual(other.Near);

    public override int GetHashCode() => Id.GetHashCode();
}

/// <summary>The script that draws the map: opened with its element, told only what changed, closed once.</summary>
internal sealed class MapDrawing(IJSRuntime script, MapPage page) : IAsyncDisposable
{
    private DotNetObjectReference<MapPage>? _page;
    private Task<IJSObjectReference>? _module;
    private IJSObjectReference? _script;
    private bool _disposed;
    private bool _isDrawing;
    private Drawn _wanted = new(null, null, null);
    private Drawn _drawn = new(null, null, null);

    private sealed record Drawn(MapInUse? Map, MapColours? Colours, StandingPoint? Standing);

    /// <summary>Draws what is not drawn yet; whatever is wanted while it draws comes next, and nothing comes after what is newer.</summary>
    /// <param name="plane">The element for the points.</param>
    /// <param name="legend">The element whose colours the points have.</param>
    /// <param name="map">The points.</param>
    /// <param name="colours">One a point; nothing is drawn before there are some.</param>
    /// <param name="standing">What to join with its neighbours.</param>
    /// <param name="chosen">The pictures that are chosen by then, to be marked again.</param>
    public async Task DrawAsync(
        ElementReference plane, ElementReference legend, MapInUse map, MapColours? colours, StandingPoint? standing, Func<IReadOnlyList<long>> chosen)
    {
        _wanted = new Drawn(map, colours, standing);
        if (_isDrawing) return;
        _isDrawing = true;
        try
        {
            if (_script is null) await OpenAsync(plane, legend);
            while (_script is not null && _drawn != _wanted)
            {
                if (await DrawNextAsync(_wanted) && chosen() is { Count: > 0 } ids) await CallAsync("choose", ids);
            }
        }
        finally
        {
            _isDrawing = false;
        }
    }

    /// <returns>
    /// Whether what was marked as chosen no longer is: where all points were drawn anew, or one stands on another picture.
    /// </returns>
    private async Task<bool> DrawNextAsync(Drawn wanted)
    {
        var before = _drawn;
        _drawn = wanted;
        var isNew = before.Map != wanted.Map;
        if (isNew) await CallAsync("place", await Beside.RunAsync(() => wanted.Map!.Packed));
        if (wanted.Colours is not { } colours) return false;
        // Colours draw the points anew, without what was joined.
        isNew |= before.Colours != colours;
        if (isNew) await CallAsync("colour", colours.Values, colours.Names?.Count ?? 0);
        if (!isNew && before.Standing == wanted.Standing) return false;
        await CallAsync("stand", wanted.Standing);
        return true;
    }

    /// <summary>Asks the script for something, once it is there.</summary>
    public async Task CallAsync(string what, params object?[] with)
    {
        if (_script is not null) await _script.InvokeVoidAsync(what, with);
    }

    /// <summary>Ends what the script draws: its element goes with the map.</summary>
    public async Task CloseAsync()
    {
        if (_script is not { } drawing) return;
        (_script, _drawn) = (null, new Drawn(null, null, null));
        try
        {
            await drawing.InvokeVoidAsync("close");
            await drawing.DisposeAsync();
        }
        catch (Exception gone) when (gone is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone already, or what it drew on.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await CloseAsync();
        _page?.Dispose();
    }

    /// <summary>Fetches the script, while it is not yet known what it is to draw.</summary>
    public Task<IJSObjectReference> PrepareAsync() =>
        _module is { IsFaulted: false, IsCanceled: false } ? _module : _module = script.InvokeAsync<IJSObjectReference>("import", "./scripts/map.js").AsTask();

    private async Task OpenAsync(ElementReference plane, ElementReference legend)
    {
        _page ??= DotNetObjectReference.Create(page);
        var module = await PrepareAsync();
        if (_disposed) return;
        _script = await module.InvokeAsync<IJSObjectReference>("open", plane, legend, _page);
        if (_disposed) await CloseAsync();
        // What was asked for while it was on its way:
        if (page.IsOutlining) await CallAsync("outline", true);
        if (!page.ShowsPictures) await CallAsync("showPictures", false);
    }
}
