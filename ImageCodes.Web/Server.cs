using ImageCodes.Web.Access;
using ImageCodes.Web.Api;
using ImageCodes.Web.Components;
using ImageCodes.Web.Components.Pages;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using ImageCodes.Web.Settings;

namespace ImageCodes.Web;

/// <summary>The web server: pages and API over one library.</summary>
internal static class Server
{
    /// <param name="flags">Settings from the command line, by configuration key.</param>
    public static WebApplication Build(IReadOnlyDictionary<string, string> flags)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // The program finds its own files wherever it is started from.
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(Server).Assembly.GetName().Name,
        });
        builder.WebHost.UseStaticWebAssets();
        SettingsRegistry.AddTo(builder.Configuration, flags, forServer: true);

        builder.Services.AddLibrary();
        builder.Services.AddSingleton<QueryPictures>();
        builder.Services.AddSingleton<ShownPictures>();
        builder.Services.AddScoped<MapChoice>();
        builder.Services.AddScoped<LibraryChoice>();
        builder.Services.AddJobs();
        builder.Services.AddHostedService<ModelWatch>();
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = OwnProcess.MostForStopping;   // a training is asked to keep what it has learned,
            host.ServicesStopConcurrently = true;                // at once, and not after the slowest request
        });
        builder.Services.AddAccess(SettingsRegistry.Read<AccessOptions>(builder.Configuration));
        builder.Services.AddApi();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            // A laptop that slept for an hour finds its pages as they were left. After that the page tells what was typed on it; only what
            // we do not write down it would find again by itself.
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromHours(1);
            circuits.PersistedCircuitInMemoryMaxRetained = 0;
        });

        var app = builder.Build();
        // People get a page, programs a problem description.
        app.UseWhen(context => context.Request.IsForProgram(), api => api.UseExceptionHandler().UseStatusCodePages());
        app.UseWhen(context => !context.Request.IsForProgram(), pages => pages
            .UseExceptionHandler("/error", createScopeForErrors: true)
            .UseStatusCodePagesWithReExecute("/not-found"));
        app.UseAccess();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapApi();
        app.MapSignIn();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
