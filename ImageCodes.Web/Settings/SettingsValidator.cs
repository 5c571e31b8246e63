using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ImageCodes.Web.Settings;

/// <summary>Checks an options class by its attributes, and names each wrong setting as it can be set.</summary>
internal sealed class SettingsValidator<T>(IReadOnlyList<Setting> settings) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var findings = new List<ValidationResult>();
        if (Validator.TryValidateObject(options, new ValidationContext(options), findings, validateAllProperties: true)) return ValidateOptionsResult.Success;
        return ValidateOptionsResult.Fail(findings.Select(finding =>
        {
            var setting = settings.First(setting => finding.MemberNames.Contains(setting.Property.Name));
            return $"{setting.Flag} (or {setting.Variable}): {finding.ErrorMessage} It means: {setting.Summary}";
        }));
    }
}
