namespace ImageCodes.Web.Jobs;

internal static class JobServices
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobQueue>();
        services.AddSingleton<IJobHandler, ImportHandler>();
        services.AddSingleton<IJobHandler, ModelHandler>();
        services.AddSingleton<IJobHandler, TrainHandler>();
        services.AddSingleton<TrainingFolders>();
        services.AddSingleton<TrainingLessons>();
        services.AddSingleton<ModelComparison>();
        services.AddSingleton<UploadFolders>();
        services.AddHostedService<JobRunner>();
    }
}
