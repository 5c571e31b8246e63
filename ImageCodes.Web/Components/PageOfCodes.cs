using ImageCodes.Web.Models;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components;

/// <summary>A page about codes: where another model comes into use, it shows that one's.</summary>
public abstract class PageOfCodes(LiveModel live) : ComponentBase, IDisposable
{
    protected LiveModel Live => live;

    public void Dispose()
    {
        live.Changed -= Changed;
        GC.SuppressFinalize(this);
    }

    protected override void OnInitialized() => live.Changed += Changed;

    /// <summary>Reads what is shown once more.</summary>
    protected abstract Task LookAgainAsync();

    private void Changed() => _ = InvokeAsync(async () =>
    {
        try
        {
            var looking = LookAgainAsync();
            StateHasChanged();   // that it looks
            await looking;
            StateHasChanged();
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);   // nobody waits for this
        }
    });
}
