using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components;

/// <summary>A part of a page that is told of things on other threads.</summary>
public abstract class ToldComponent : ComponentBase
{
    /// <summary>Does something on the page's own thread. Nobody waits for it: where it fails, the page says so.</summary>
    protected void Later(Func<Task> work) => _ = InvokeAsync(async () =>
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    });

    /// <inheritdoc cref="Later(Func{Task})"/>
    protected void Later(Action work) => Later(() =>
    {
        work();
        return Task.CompletedTask;
    });
}
