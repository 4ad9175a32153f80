using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace VideoStream.Configuration;

/// <summary>
/// The lowest and highest value of a number. Unlike that of <see cref="RangeAttribute"/>, the message names the value, so that the
/// error line of a failed start has key, value and bounds.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AllowedRangeAttribute(double minimum, double maximum) : ValidationAttribute
{
    public double Minimum => minimum;

    public double Maximum => maximum;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum}");

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return number >= minimum && number <= maximum
            ? ValidationResult.Success
            : new ValidationResult(string.Create(CultureInfo.InvariantCulture, $"{Key(validationContext)} is '{value}'; allowed: {this}"));
    }

    /// <summary>The generated validators name a value by its path of properties, which begins with the options' type or name.</summary>
    private static string Key(ValidationContext context) =>
        context.DisplayName.Replace(nameof(VideoStreamOptions), VideoStreamOptions.Section, StringComparison.Ordinal).Replace('.', ':');
}
