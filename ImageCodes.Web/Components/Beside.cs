namespace ImageCodes.Web.Components;

/// <summary>Runs what may take long beside a page, which is usable meanwhile.</summary>
internal static class Beside
{
    /// <summary>Most sums are over before anyone would see a page without them: such a page is not drawn.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Begins a sum, and waits for it for a moment; a page that awaits the answer is drawn in between only where it takes longer.
    /// </summary>
    public static Task<T> RunAsync<T>(Func<T> sum)
    {
        var work = Task.Run(sum);
        Task.WaitAny([work], Moment);
        return work;
    }
}
