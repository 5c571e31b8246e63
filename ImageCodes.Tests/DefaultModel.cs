using ImageCodes.Model.Networks;

[assembly: AssemblyFixture(typeof(ImageCodes.Tests.DefaultModel))]

namespace ImageCodes.Tests;

/// <summary>The model that comes with the program, loaded once for all tests.</summary>
public sealed class DefaultModel : IDisposable
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "models", "default.safetensors");

    public PictureEncoder Encoder { get; } = PictureEncoder.Load(Path);

    public void Dispose() => Encoder.Dispose();
}
