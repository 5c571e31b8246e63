using ImageCodes.Model.Imaging;
using ImageCodes.Web.Access;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace ImageCodes.Web.Components.Parts;

public sealed partial class QueryBox(QueryPictures queries, PictureFetcher fetcher, PictureDecoder decoder, IJSRuntime browser) : IAsyncDisposable
{
    private readonly PageScript _script = new(browser, "./scripts/query-box.js");
    private CancellationTokenSource _asking = new();   // over when the visitor asks for something else, or leaves
    private (long? Picture, string? Upload) _searched;
    private ElementReference _box;
    private string _address = "";
    private string? _busy;      // what is being done; null while nothing is
    private double? _share;     // how much of it, 0 to 1
    private string? _problem;

    /// <summary>Whether the box stands beside results, and is smaller.</summary>
    [Parameter]
    public bool Compact { get; set; }

    /// <summary>What the page shows hits of. Where that becomes another, nobody waits any more for what the box is doing.</summary>
    [Parameter]
    public (long? Picture, string? Upload) Searched { get; set; }

    /// <summary>Told of the picture to search with.</summary>
    [Parameter, EditorRequired]
    public EventCallback<QueryPicture> OnPicture { get; set; }

    protected override Task OnParametersSetAsync()
    {
        if (Searched == _searched) return Task.CompletedTask;
        _searched = Searched;
        return _asking.CancelAsync();
    }

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? _script.CallAsync("listen", _box) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _asking.CancelAsync();
        _asking.Dispose();
        await _script.DisposeAsync();
    }

    private Task ReadFileAsync(InputFileChangeEventArgs change) => SearchAsync($"Reading {change.File.Name} …", change.File.Name, async cancel =>
    {
        var file = change.File;
        decoder.RefuseLength(file.Size);
        await using var stream = file.OpenReadStream(decoder.Options.MaxBytes, cancel);
        var bytes = new byte[file.Size];
        for (var read = 0; read < bytes.Length;)
        {
            var more = await stream.ReadAsync(bytes.AsMemory(read), cancel);
            if (more == 0) throw new UnreadablePictureException("The file ended before its length.");
            read += more;
            _share = (double)read / bytes.Length;
            StateHasChanged();
        }

        return bytes;
    });

    private Task ReadAddressAsync() => _address.Trim() is { Length: > 0 } address
        ? SearchAsync($"Fetching {address} …", address, cancel => fetcher.FetchAsync(address, cancel))
        : Task.CompletedTask;

    private async Task SearchAsync(string busy, string name, Func<CancellationToken, Task<byte[]>> read)
    {
        await _asking.CancelAsync();
        _asking.Dispose();
        var asking = _asking = new CancellationTokenSource();
        (_busy, _share, _problem) = (busy, null, null);
        try
        {
            var bytes = await read(asking.Token);
            var picture = await Task.Run(() => queries.Add(name, bytes, asking.Token), asking.Token);
            if (_asking == asking && !asking.IsCancellationRequested) await OnPicture.InvokeAsync(picture);
        }
        catch (Exception failure) when (_asking == asking && failure is UnreadablePictureException or FetchException or IOException)
        {
            _problem = failure.Message;
        }
        catch (Exception failure) when (_asking == asking && failure is JSException or TimeoutException)
        {
            _problem = $"{name} could not be read from the browser: choose it again.";   // a folder, or a file that changed meanwhile
        }
        catch (Exception) when (_asking != asking || asking.IsCancellationRequested)
        {
            // The visitor asked for something else, or left the page.
        }
        finally
        {
            if (_asking == asking) _busy = null;
        }
    }
}
