using System.Net;
using ImageCodes.Web.Access;

namespace ImageCodes.Tests.Access;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    public void Addresses_of_the_internet_are_public(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("2001:470:1:2::5", "2001:470:1:2::99", 64)]
    [InlineData("93.184.215.14", "93.184.215.200", 24)]
    public void Addresses_of_a_network_of_this_machine_are_not(string address, string own, int prefix)
    {
        Assert.True(PublicAddress.Is(IPAddress.Parse(address), []));
        Assert.False(PublicAddress.Is(IPAddress.Parse(address), [PublicAddress.NetworkOf(IPAddress.Parse(own), prefix)]));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fc00::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("64:ff9b::7f00:1")]
    public void Addresses_of_this_machine_and_its_networks_are_not(string address) =>
        Assert.False(PublicAddress.Is(IPAddress.Parse(address)));
}
