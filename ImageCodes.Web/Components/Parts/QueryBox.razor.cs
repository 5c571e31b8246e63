using ImageCodes.Model.Imaging;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ImageCodes.Web.Components.Parts;

public sealed partial class QueryBox(PictureDecoder decoder, IJSRuntime browser) : IAsyncDisposable
{
    private readonly PageScript _script = new(browser, "./scripts/query-box.js");
    private ElementReference _box;
    private string _address = "";

    /// <summary>Whether the box stands beside results, and is smaller.</summary>
    [Parameter]
    public bool Compact { get; set; }

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? _script.CallAsync("listen", _box) : Task.CompletedTask;

    private Task FetchAsync() =>
        _address.Trim() is { Length: > 0 } address ? _script.CallAsync("fetchFrom", _box, address) : Task.CompletedTask;
}
