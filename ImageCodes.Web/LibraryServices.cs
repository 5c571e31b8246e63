using ImageCodes.Model.Imaging;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Maps;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using ImageCodes.Web.Settings;

namespace ImageCodes.Web;

/// <summary>What the command line and the server share: one library, one model, the way in and the way to search.</summary>
internal static class LibraryServices
{
    public static IServiceCollection AddLibrary(this IServiceCollection services)
    {
        SettingsRegistry.AddTo(services);
        services.AddSingleton(provider => new LibraryDatabase(provider.GetRequiredService<LibraryOptions>().DataDir));
        services.AddSingleton<FileStore>();
        services.AddSingleton<MountStore>();
        services.AddSingleton<PictureStore>();
        services.AddSingleton<LabelStore>();
        services.AddSingleton<VerdictStore>();
        services.AddSingleton<LessonStore>();
        services.AddSingleton<CodeStore>();
        services.AddSingleton<ModelStore>();
        services.AddSingleton<ModelUpload>();
        services.AddSingleton<MapStore>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<WatchedFolderStore>();
        services.AddSingleton<PictureDecoder>();
        services.AddSingleton<LiveModel>();
        services.AddSingleton<ModelChanges>();
        services.AddSingleton<ModelSwitch>();
        services.AddSingleton<Importer>();
        services.AddSingleton<FolderSync>();
        services.AddSingleton<SharedEncoder>();
        services.AddSingleton<SimilarPictures>();
        services.AddSingleton<CodeSpace>();
        services.AddSingleton<CodeMap>();
        services.AddSingleton<LibraryStatus>();
        return services;
    }
}
