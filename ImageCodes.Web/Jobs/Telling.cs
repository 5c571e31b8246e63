namespace ImageCodes.Web.Jobs;

/// <summary>Reports at once and in order, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class Telling<T>(Action<T> tell) : IProgress<T>
    where T : notnull
{
    public void Report(T value) => tell(value);
}
