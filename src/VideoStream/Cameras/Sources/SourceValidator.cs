using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources;

/// <summary>Checks the source of every configured camera.</summary>
internal sealed class SourceValidator : IValidateOptions<VideoStreamOptions>
{
    public ValidateOptionsResult Validate(string? name, VideoStreamOptions options)
    {
        string[] failures = [.. options.Cameras.SelectMany(camera => Failures(camera.Key, camera.Value))];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(string camera, CameraOptions options)
    {
        SourceParseResult parsed = SourceKinds.Parse(options.Source);
        if (!parsed.IsValid)
            yield return $"{VideoStreamOptions.Section}:Cameras:{camera}:Source {parsed.Error}; allowed: {SourceKinds.Allowed}";
    }
}
