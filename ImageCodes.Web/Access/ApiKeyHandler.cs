using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ImageCodes.Web.Access;

/// <summary>Lets programs in that send the key as <c>x-api-key</c>.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory logger, UrlEncoder encoder, AccessOptions options)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, logger, encoder)
{
    public new const string Scheme = "key";
    public const string Header = "x-api-key";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Secret.Matches(Request.Headers[Header].ToString(), options.ApiKey)) return Task.FromResult(AuthenticateResult.Fail("The key in x-api-key is not the server's."));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "program")], Scheme);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme)));
    }
}

/// <summary>Compares secrets in a time that does not depend on them.</summary>
internal static class Secret
{
    /// <summary>Tells one secret from another and gives neither away; a cookie that carries it is encrypted besides.</summary>
    public static string Mark(string secret) => Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(secret, "imagecodes"u8, 100_000, HashAlgorithmName.SHA256, 16));

    /// <summary>False where no secret is set.</summary>
    public static bool Matches(string given, string? secret) =>
        secret is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
