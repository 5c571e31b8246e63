using Microsoft.JSInterop;

namespace ImageCodes.Web.Components;

/// <summary>
/// The script of a page, or of a part of one: loaded when it is first called, let go with the page. A page may be left while its script is
/// still on the way; then nothing is asked of it.
/// </summary>
/// <param name="runtime">The browser's.</param>
/// <param name="address">Of the module.</param>
internal sealed class PageScript(IJSRuntime runtime, string address) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private bool _isLeft;

    public async Task CallAsync(string function, params object?[] with)
    {
        try
        {
            _module ??= await runtime.InvokeAsync<IJSObjectReference>("import", address);
            if (!_isLeft) await _module.InvokeVoidAsync(function, with);
            else await _module.DisposeAsync();
        }
        catch (Exception gone) when (_isLeft && gone is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The page went, and with it what the function was to work on.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isLeft = true;
        try
        {
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone already.
        }
    }
}
