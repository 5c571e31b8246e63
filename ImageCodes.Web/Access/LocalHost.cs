using System.Net;

namespace ImageCodes.Web.Access;

/// <summary>Names and addresses that mean this machine and nothing else.</summary>
internal static class LocalHost
{
    public static bool Is(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
}
