using ImageCodes.Web.Settings;
using Microsoft.Extensions.Configuration;

namespace ImageCodes.Tests.Settings;

/// <summary>Alone, because all of this process have one environment.</summary>
[Collection(nameof(SeededRandom))]
public sealed class SecretFileTests
{
    [Fact]
    public void A_secret_may_be_given_as_a_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("password.txt", "a long secret\n"u8.ToArray());
        Environment.SetEnvironmentVariable("IMAGECODES_PASSWORD_FILE", file);
        try
        {
            var configuration = new ConfigurationBuilder();
            SettingsRegistry.AddTo(configuration, new Dictionary<string, string>(), forServer: true);
            Assert.Equal("a long secret", configuration.Build()["ImageCodes:Password"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("IMAGECODES_PASSWORD_FILE", null);
        }
    }
}
