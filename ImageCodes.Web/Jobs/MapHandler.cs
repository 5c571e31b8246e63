using ImageCodes.Model.Mapping;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Maps;

namespace ImageCodes.Web.Jobs;

/// <summary>Lays the map out, or adds to it.</summary>
internal sealed class MapHandler(CodeMap map) : IJobHandler
{
    public string Kind => MapJob.Kind;

    public Task RunAsync(Job job, Action<object> report, CancellationToken cancel)
    {
        map.Make(MapJob.Of(job).Request.Anew, new Telling<MapProgress>(report), cancel);
        return Task.CompletedTask;
    }
}
