using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ImageCodes.Web.Access;

/// <summary>Lets programs in that send the key as <c>x-api-key</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory logger, UrlEncoder encoder, AccessOptions options)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, logger, encoder)
{
    public new const string Scheme = "key";
    public const string Header = "x-api-key";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Secret.Matches(Request.Headers[Header].ToString(), options.ApiKey))
            return Task.FromResult(AuthenticateResult.Fail("The key in x-api-key is not the server's."));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "program")], Scheme);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme)));
    }
}
