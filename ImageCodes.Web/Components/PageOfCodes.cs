using ImageCodes.Web.Models;

namespace ImageCodes.Web.Components;

/// <summary>A page about codes: where another model comes into use, it shows that one's.</summary>
public abstract class PageOfCodes(LiveModel live) : ToldComponent, IDisposable
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

    private void Changed() => Later(async () =>
    {
        var looking = LookAgainAsync();
        StateHasChanged();   // that it looks
        await looking;
        StateHasChanged();
    });
}
