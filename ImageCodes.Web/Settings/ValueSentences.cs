using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Numerics;
using System.Reflection;

namespace ImageCodes.Web.Settings;

/// <summary>What is wrong with a value that someone gave, as a sentence; null where nothing is.</summary>
internal static class ValueSentences
{
    /// <summary>A text that is to be read as a value of a type.</summary>
    public static string? OfText(string name, Type type, string text)
    {
        var one = Nullable.GetUnderlyingType(type.GetElementType() ?? type) ?? type.GetElementType() ?? type;
        if (one.IsEnum ? Enum.TryParse(one, text, ignoreCase: true, out _) : TypeDescriptor.GetConverter(one).IsValid(text)) return null;
        return $"{name} takes {Kind(one, text)}; got '{text}'.";
    }

    private static string Kind(Type type, string text) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(double) ? "a number"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type).Select(value => value.ToLowerInvariant()))}"
        : BigInteger.TryParse(text, CultureInfo.InvariantCulture, out _) ? $"a whole number of {(type == typeof(long) ? 18 : 9)} digits at most"
        : "a whole number";

    /// <summary>A value of a property, by the property's attributes.</summary>
    public static string? OfValue(string name, PropertyInfo property, object? value) => property.GetCustomAttributes<ValidationAttribute>().FirstOrDefault(rule => !rule.IsValid(value)) switch
    {
        null => null,
        RangeAttribute range => $"{name} takes {Text(range.Minimum)} to {Text(range.Maximum)}; got {Text(value)}.",
        MinLengthAttribute least => $"{name} takes {least.Length} characters or more; got {value?.ToString()?.Length ?? 0}.",
        RequiredAttribute => $"{name} must not be empty.",
        var rule => rule.FormatErrorMessage(name),
    };

    private static string Text(object? number) =>
        string.Format(CultureInfo.InvariantCulture, number is double ? "{0:#,0.########}" : "{0:N0}", number);
}
