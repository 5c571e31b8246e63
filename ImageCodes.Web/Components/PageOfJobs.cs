using ImageCodes.Web.Jobs;

namespace ImageCodes.Web.Components;

/// <summary>A page that shows jobs, and goes along with them.</summary>
/// <param name="jobs">All there are.</param>
/// <param name="kinds">Those that it shows.</param>
public abstract class PageOfJobs(JobQueue jobs, params IReadOnlyList<string> kinds) : ToldComponent, IDisposable
{
    private bool _isAsked;   // whether it is to be read anew, and was not yet

    protected JobQueue Jobs => jobs;

    public virtual void Dispose()
    {
        jobs.Changed -= RefreshFor;
        GC.SuppressFinalize(this);
    }

    protected override void OnInitialized()
    {
        jobs.Changed += RefreshFor;
        Read();
    }

    /// <summary>Reads what is shown.</summary>
    protected abstract void Read();

    /// <summary>
    /// Shows what there is now; may be called on any thread. Jobs may tell faster than a page is read: what is told before it is read is
    /// read with it.
    /// </summary>
    protected void Refresh()
    {
        if (Interlocked.Exchange(ref _isAsked, true)) return;
        Later(() =>
        {
            _isAsked = false;
            Read();
            StateHasChanged();
        });
    }

    private void RefreshFor(string kind)
    {
        if (kinds.Contains(kind)) Refresh();
    }
}
