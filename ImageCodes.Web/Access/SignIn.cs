using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ImageCodes.Web.Access;

/// <summary>Where the sign-in page posts to.</summary>
internal static class SignIn
{
    /// <summary>Carries a mark of the password that was given: with another password, the cookie is worth nothing.</summary>
    public const string PasswordClaim = "password";

    public static void MapSignIn(this WebApplication app)
    {
        app.MapPost("/sign-in", async (HttpContext context, AccessOptions options, [FromForm] string? password, [FromForm] string? to) =>
        {
            // Only paths of this site: "//elsewhere" and "/\elsewhere" are addresses of others.
            var target = RedirectHttpResult.IsLocalUrl(to) ? to! : "/";
            if (!Secret.Matches(password ?? "", options.Password))
                return Results.LocalRedirect($"/sign-in?wrong=true&to={Uri.EscapeDataString(target)}");
            var identity = new ClaimsIdentity(
                [new Claim(ClaimTypes.Name, "owner"), new Claim(PasswordClaim, Secret.Mark(options.Password!))],
                CookieAuthenticationDefaults.AuthenticationScheme);
            await context.SignInAsync(
                CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity),
                new AuthenticationProperties { IsPersistent = true });
            return Results.LocalRedirect(target);
        }).AllowAnonymous().RequireRateLimiting(AccessServices.SignInLimit).ExcludeFromDescription().DisableAntiforgery();

        app.MapPost("/sign-out", async (HttpContext context) =>
        {
            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return Results.LocalRedirect("/sign-in?out=true");
        }).ExcludeFromDescription().DisableAntiforgery();
    }
}
