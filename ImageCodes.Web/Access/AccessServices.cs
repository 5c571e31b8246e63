using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using ImageCodes.Model.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace ImageCodes.Web.Access;

/// <summary>
/// Who may come in: with a password set, browsers that signed in and programs that send the key; without one, this machine.
/// </summary>
internal static class AccessServices
{
    /// <summary>The name of the limit on sign-ins.</summary>
    public const string SignInLimit = "sign-in";

    private const int OfOneHome = 64;   // bits of an address of IPv6: the rest its owner chooses

    private const string EitherScheme = "cookie or key";

    public static void AddAccess(this IServiceCollection services, AccessOptions options)
    {
        var passwordMark = options.Password is null ? null : Secret.Mark(options.Password);
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddSingleton<PictureFetcher>();
        services.AddSingleton<ImportRoots>();
        // Cookies stay valid across restarts and updates of the program.
        services.AddDataProtection().SetApplicationName("ImageCodes");
        services.AddOptions<KeyManagementOptions>().Configure<LibraryDatabase, ILoggerFactory>((keys, database, log) =>
            keys.XmlRepository = new FileSystemXmlRepository(Directory.CreateDirectory(Path.Combine(database.Folder, LibraryFolders.Keys)), log));
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = async (context, cancel) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "60";
                await context.HttpContext.Response.WriteAsync("Too many tries to sign in. Wait a minute, and try again.", cancel);
            };
            limiter.AddPolicy(SignInLimit, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress is { } address ? HomeOf(address).ToString() : "unknown",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = options.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        });
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, scheme => scheme.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(ApiKeyHandler.Header) ? ApiKeyHandler.Scheme : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Scheme, null)
            .AddCookie(cookie =>
            {
                // A link from elsewhere opens a page, as for whoever typed it; SameOriginGuard keeps the rest out.
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
                cookie.LoginPath = "/sign-in";
                cookie.ReturnUrlParameter = "to";
                cookie.Events.OnValidatePrincipal = async context =>
                {
                    if (context.Principal?.FindFirst(SignIn.PasswordClaim)?.Value == passwordMark) return;
                    context.RejectPrincipal();
                    await context.HttpContext.SignOutAsync();
                };
                // Programs get a status; people get the sign-in page.
                cookie.Events.OnRedirectToLogin = context =>
                {
                    if (context.Request.IsForProgram()) context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    // The browser knows the rest better.
                    else context.Response.Redirect(Uri.TryCreate(context.RedirectUri, UriKind.Absolute, out var to) ? to.PathAndQuery : cookie.LoginPath.Value!);
                    return Task.CompletedTask;
                };
            });
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<AccessOptions>((cookie, access) => cookie.Cookie.Name = CookieName("imagecodes", access));
        services.AddOptions<AntiforgeryOptions>().Configure<AccessOptions>((forms, access) => forms.Cookie.Name = CookieName("imagecodes-forms", access));
        services.AddAuthorization(authorization =>
        {
            if (options.Password is not null) authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        });
    }

    public static void UseAccess(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<AccessOptions>();
        if (options.BehindProxy) app.UseForwardedHeaders(OfOneProxy());
        app.Urls.Clear();
        foreach (var address in options.Addresses) app.Urls.Add(address);
        app.UseMiddleware<SameOriginGuard>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>Browsers send a cookie to every port of a host, so servers beside each other need names of their own.</summary>
    private static string CookieName(string purpose, AccessOptions options) =>
        $"{purpose}-{BindingAddress.Parse(options.Addresses[0]).Port}";

    /// <summary>
    /// The last entry of each header, which is the proxy's own, whatever a browser sent before it; the proxy may have any address.
    /// </summary>
    private static ForwardedHeadersOptions OfOneProxy()
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto,
            ForwardLimit = 1,
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        return options;
    }

    /// <summary>Whoever has many addresses of one network counts as one.</summary>
    private static System.Net.IPNetwork HomeOf(IPAddress address) => PublicAddress.NetworkOf(
        address, address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6 ? OfOneHome : 8 * address.GetAddressBytes().Length);
}
