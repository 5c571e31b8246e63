namespace ImageCodes.Web.Jobs;

internal static class JobServices
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<IJobHandler, ImportHandler>();
        services.AddSingleton<IJobHandler, ModelHandler>();
        services.AddSingleton<IJobHandler, MapHandler>();
        services.AddSingleton<IJobHandler, ExperimentHandler>();
        services.AddTrainings();
        services.AddSingleton<IJobHandler>(provider => provider.GetRequiredService<TrainHandler>());
        services.AddSingleton<UploadFolders>();
        services.AddHostedService<JobRunner>();
        services.AddSingleton<MissingCodes>();
        services.AddHostedService(provider => provider.GetRequiredService<MissingCodes>());
        services.AddSingleton<FolderWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<FolderWatcher>());
    }

    /// <summary>What trainings need, in the server and in the shell.</summary>
    public static void AddTrainings(this IServiceCollection services)
    {
        services.AddSingleton<TrainingFolders>();
        services.AddSingleton<TrainingLessons>();
        services.AddSingleton<ModelComparison>();
        services.AddSingleton<TrainHandler>();
    }
}
