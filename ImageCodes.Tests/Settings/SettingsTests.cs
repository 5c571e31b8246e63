using System.CommandLine;
using ImageCodes.Model.Imaging;
using ImageCodes.Web.Commands;
using ImageCodes.Web.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageCodes.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public void Each_setting_has_one_flag_one_variable_and_one_key()
    {
        var setting = SettingsRegistry.All.Single(setting => setting.Key == "ImageCodes:Imaging:MaxPixels");
        Assert.Equal("--imaging-max-pixels", setting.Flag);
        Assert.Equal("IMAGECODES_IMAGING_MAX_PIXELS", setting.Variable);
        Assert.Equal(SettingsRegistry.All.Count, SettingsRegistry.All.Select(other => other.Flag).Distinct().Count());
        Assert.Equal(SettingsRegistry.All.Count, SettingsRegistry.All.Select(other => other.Variable).Distinct().Count());
    }

    [Fact]
    public void Each_setting_says_what_it_means_and_its_default() =>
        Assert.All(SettingsRegistry.All, setting => Assert.Contains("efault", setting.Summary));

    [Theory]
    [InlineData("MaxPixels", 5L, "takes 1,000 to 4,000,000,000; got 5.")]
    [InlineData("MaxSeconds", 0.0, "takes 0.01 to 600; got 0.")]
    [InlineData("MaxSeconds", 0.02, null)]
    public void A_value_out_of_range_is_said_with_the_range_and_the_value(string property, object value, string? sentence) =>
        Assert.Equal(sentence is null ? null : "it " + sentence, ValueSentences.OfValue("it", typeof(ImagingOptions).GetProperty(property)!, value));

    [Fact]
    public void A_file_that_holds_what_a_setting_does_not_take_is_refused_with_the_key()
    {
        using var folder = new TemporaryFolder();
        var file = new ConfigurationBuilder().AddJsonFile(folder.Write("mine.json", """{ "ImageCodes": { "Ingestion": { "BatchSize": "abc" } } }"""u8.ToArray()));
        var refusal = Assert.Throws<OptionsValidationException>(() => SettingsRegistry.AddTo(file, new Dictionary<string, string>(), forServer: false));
        Assert.Equal(["ImageCodes:Ingestion:BatchSize in mine.json takes a whole number; got 'abc'."], refusal.Failures);
        // A flag beats it.
        SettingsRegistry.AddTo(file, new Dictionary<string, string> { ["ImageCodes:Ingestion:BatchSize"] = "8" }, forServer: false);
    }

    [Fact]
    public void A_file_that_holds_what_is_no_setting_is_refused_with_the_key()
    {
        using var folder = new TemporaryFolder();
        IConfigurationBuilder Holding(string settings) => new ConfigurationBuilder().AddJsonFile(folder.Write("mine.json", System.Text.Encoding.UTF8.GetBytes($$"""{ "Logging": { "Any": 1 }, "ImageCodes": {{settings}} }""")));
        var refusal = Assert.Throws<OptionsValidationException>(() => SettingsRegistry.AddTo(Holding("""{ "Ingestion": { "BatchSise": 8 } }"""), new Dictionary<string, string>(), forServer: false));
        Assert.StartsWith("ImageCodes:Ingestion:BatchSise in mine.json is no setting.", Assert.Single(refusal.Failures), StringComparison.Ordinal);
        SettingsRegistry.AddTo(Holding("""{ "ingestion": { "batchSize": 8 }, "Imaging": {}, "DataDir": null }"""), new Dictionary<string, string>(), forServer: false);
    }

    [Fact]
    public void Arguments_give_another_process_the_same_options()
    {
        var mine = new ImagingOptions { MaxPixels = 5_000_000_000 / 2, MaxSeconds = 0.25 };
        var root = new RootCommand();
        var flags = SettingFlags.Create();
        flags.AddTo(root, new Command("serve"));
        using var services = flags.Services(root.Parse([.. SettingsRegistry.Arguments(mine)]));
        Assert.Equivalent(mine, services.GetRequiredService<ImagingOptions>());
    }
}
