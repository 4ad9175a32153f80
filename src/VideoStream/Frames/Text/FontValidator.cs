using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Frames.Text;

/// <summary>Checks that the font of the on-screen display can be opened.</summary>
internal sealed class FontValidator : IValidateOptions<VideoStreamOptions>
{
    public ValidateOptionsResult Validate(string? name, VideoStreamOptions options) =>
        options.Osd.Font is { } font && TextFonts.FindFault(font) is { } fault
            ? ValidateOptionsResult.Fail($"{VideoStreamOptions.Section}:Osd:Font is '{font}': {fault}")
            : ValidateOptionsResult.Success;
}
