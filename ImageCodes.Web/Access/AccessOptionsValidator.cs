using Microsoft.Extensions.Options;

namespace ImageCodes.Web.Access;

/// <summary>Refuses to start where anyone on the network could reach a library without a password.</summary>
internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        if (options.Addresses.Count == 0)
            return ValidateOptionsResult.Fail($"--listen (or IMAGECODES_LISTEN) takes addresses like http://localhost:5080; got '{options.Listen}'.");
        foreach (var address in options.Addresses)
        {
            if (!IsAddress(address))
                return ValidateOptionsResult.Fail($"--listen (or IMAGECODES_LISTEN) takes addresses like http://localhost:5080; got '{address}'.");
            if (options.Password is null && !IsLoopback(address))
                return ValidateOptionsResult.Fail($"'{address}' can be reached from other machines: "
                    + "set a password (IMAGECODES_PASSWORD), or listen on http://localhost:5080.");
        }

        // Whom it lets in without one is a matter of the host's name, and what comes by a proxy is called as its sender likes.
        if (options.BehindProxy && options.Password is null)
            return ValidateOptionsResult.Fail("--behind-proxy (or IMAGECODES_BEHIND_PROXY) goes with a password: "
                + "whoever reaches the proxy reaches the library. Set a password (IMAGECODES_PASSWORD), or leave the proxy out.");

        return options.ApiKey is not null && options.Password is null
            ? ValidateOptionsResult.Fail("--api-key (or IMAGECODES_API_KEY) goes with a password: "
                + "without one nobody is asked, and programs need no key. Set a password (IMAGECODES_PASSWORD), or leave the key out.")
            : ValidateOptionsResult.Success;
    }

    /// <summary>
    /// Read as the server reads it: a host that is neither localhost nor an address, "*" and "+" too, means every address of the machine.
    /// </summary>
    private static bool IsLoopback(string address) => LocalHost.Is(BindingAddress.Parse(address).Host);

    private static bool IsAddress(string address)
    {
        try
        {
            return BindingAddress.Parse(address) is { Scheme: "http" or "https", Port: >= 0 and <= 65_535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
