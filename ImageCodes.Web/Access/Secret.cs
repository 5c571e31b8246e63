using System.Security.Cryptography;
using System.Text;

namespace ImageCodes.Web.Access;

/// <summary>Compares secrets in a time that does not depend on them.</summary>
internal static class Secret
{
    /// <summary>Tells one secret from another and gives neither away; a cookie that carries it is encrypted besides.</summary>
    public static string Mark(string secret) =>
        Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(secret, "imagecodes"u8, 100_000, HashAlgorithmName.SHA256, 16));

    /// <summary>False where no secret is set.</summary>
    public static bool Matches(string given, string? secret) =>
        secret is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
