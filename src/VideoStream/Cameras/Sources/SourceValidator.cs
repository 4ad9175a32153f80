using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources;

/// <summary>Checks that every configured camera has a source that there is a reader for.</summary>
internal sealed class SourceValidator : IValidateOptions<VideoStreamOptions>
{
    public ValidateOptionsResult Validate(string? name, VideoStreamOptions options)
    {
        string[] failures = [.. options.Cameras.SelectMany(camera => Failures(camera.Key, camera.Value))];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(string camera, CameraOptions options)
    {
        string key = $"{VideoStreamOptions.Section}:Cameras:{camera}:Source";
        if (SourceDescriptor.Parse(options.Source) is not { } source)
            yield return $"{key} is empty; allowed: {SourceDescriptor.Allowed}";
        else if (source.Problem is { } problem)
            yield return $"{key} {problem}; allowed: {SourceDescriptor.Allowed}";
    }
}
