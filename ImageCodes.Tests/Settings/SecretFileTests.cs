using ImageCodes.Web.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

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

    [Fact]
    public void A_secret_of_the_server_that_others_may_not_read_is_nothing_to_the_other_verbs()
    {
        Environment.SetEnvironmentVariable("IMAGECODES_PASSWORD_FILE", "/no/such/file");
        try
        {
            IConfigurationRoot Read(bool forServer)
            {
                var configuration = new ConfigurationBuilder().AddJsonFile("appsettings.json", optional: true);
                SettingsRegistry.AddTo(configuration, new Dictionary<string, string>(), forServer);
                return configuration.Build();
            }

            Assert.Null(Read(forServer: false)["ImageCodes:Password"]);
            Assert.Throws<OptionsValidationException>(() => Read(forServer: true));
        }
        finally
        {
            Environment.SetEnvironmentVariable("IMAGECODES_PASSWORD_FILE", null);
        }
    }
}
