using Bunit;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Tests.Components;

internal static class Acting
{
    /// <summary>
    /// Finds an element and acts on it in one go on the renderer's own thread: a page that renders anew between the two, as one
    /// that searches does, takes away what was found.
    /// </summary>
    public static void Act<T>(this IRenderedComponent<T> page, Action act)
        where T : IComponent => page.InvokeAsync(act).GetAwaiter().GetResult();
}
