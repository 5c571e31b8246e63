using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Jobs;

/// <summary>Brings another model into use, once its codes are made.</summary>
internal sealed class ModelHandler(ModelStore models, ModelSwitch change) : IJobHandler
{
    public string Kind => ModelJob.Kind;

    public Task RunAsync(Job job, Action<object> report, CancellationToken cancel)
    {
        var id = ModelJob.Of(job).ModelId;
        var model = models.Find(id) ?? throw new InvalidOperationException($"The library has no model {id} any more.");
        return change.UseAsync(model, new Telling<ImportProgress>(report), cancel);
    }
}
