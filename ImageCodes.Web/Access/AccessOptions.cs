using System.ComponentModel.DataAnnotations;

namespace ImageCodes.Web.Access;

/// <summary>Who may reach the server.</summary>
public sealed class AccessOptions
{
    /// <summary>
    /// The address to listen on, or several, separated by ';'. Anything but loopback needs a password. Default http://localhost:5080.
    /// </summary>
    [Required]
    public string Listen { get; set; } = "http://localhost:5080";

    /// <summary>What <see cref="Listen"/> names, one by one.</summary>
    internal IReadOnlyList<string> Addresses => Listen.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The password that the sign-in page asks for, 8 characters or more. Default none: nobody is asked.</summary>
    [MinLength(8)]
    public string? Password { get; set; }

    /// <summary>
    /// The key that programs send as x-api-key, 16 characters or more; it goes with a password. Default none: with a password set, the API
    /// takes signed-in browsers only.
    /// </summary>
    [MinLength(16)]
    public string? ApiKey { get; set; }

    /// <summary>Tries to sign in from one address within a minute. 1 to 1,000; default 5.</summary>
    [Range(1, 1_000)]
    public int SignInsPerMinute { get; set; } = 5;

    /// <summary>
    /// Whether all requests come through a proxy, which then is believed from where, by which name and by https or http each came
    /// (X-Forwarded-For, -Host, -Proto). Default false.
    /// </summary>
    public bool BehindProxy { get; set; }

    /// <summary>
    /// The folders below which pages and API may import pictures, watch folders and read data sets, separated by ';'. Default: any folder
    /// while the server listens on loopback without a password, else none.
    /// </summary>
    public string? ImportRoots { get; set; }
}
