namespace ImageCodes.Web.Jobs;

internal static class JobServices
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<ImportJobs>();
        services.AddSingleton<UploadFolders>();
        services.AddHostedService<JobRunner>();
    }
}
