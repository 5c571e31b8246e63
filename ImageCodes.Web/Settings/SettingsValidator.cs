using Microsoft.Extensions.Options;

namespace ImageCodes.Web.Settings;

/// <summary>Checks an options class by its attributes, and names each wrong setting as it can be set.</summary>
internal sealed class SettingsValidator<T>(IReadOnlyList<Setting> settings) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var wrong = settings
            .Select(setting => (setting.Summary, Sentence: ValueSentences.OfValue($"{setting.Flag} (or {setting.Variable})", setting.Property, setting.Property.GetValue(options))))
            .Where(finding => finding.Sentence is not null)
            .Select(finding => $"{finding.Sentence} It means: {finding.Summary}").ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
