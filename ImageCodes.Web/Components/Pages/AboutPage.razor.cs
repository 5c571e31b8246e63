using ImageCodes.Web.Models;

namespace ImageCodes.Web.Components.Pages;

/// <summary>What the library holds, and what the model's file says of its codes.</summary>
public sealed partial class AboutPage(LibraryStatus status, LiveModel model)
{
    private LibraryState _state = default!;

    protected override void OnInitialized() => _state = status.Read();

    private string? Figure(string name, int bits) =>
        _state.ModelFigures.TryGetValue($"{name}.{bits}", out var value) ? value.ToString("P1") : null;
}
