using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace VideoStream.Configuration;

/// <summary>
/// A number with its lowest and highest value. Unlike <see cref="RangeAttribute"/> its message names the value that was given,
/// so that the one line at a failed start says key, value and what is allowed.
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

    /// <summary>The generated validators name a value by its path of properties, from the options' type or the name that they were given.</summary>
    private static string Key(ValidationContext context) =>
        context.DisplayName.Replace(nameof(VideoStreamOptions), VideoStreamOptions.Section, StringComparison.Ordinal).Replace('.', ':');
}
