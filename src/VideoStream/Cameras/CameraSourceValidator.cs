using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Cameras;

/// <summary>Checks that every camera has a source that can be read.</summary>
internal sealed class CameraSourceValidator : IValidateOptions<VideoStreamOptions>
{
    public ValidateOptionsResult Validate(string? name, VideoStreamOptions options)
    {
        string[] failures = [.. options.Cameras.Select(camera => Problem(camera.Key, camera.Value.Source)).OfType<string>()];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? Problem(string camera, string text)
    {
        CameraSource? source = CameraSource.Parse(text);
        string? problem = source is null ? "is empty" : source.Problem;
        return problem is null ? null : $"{VideoStreamOptions.Section}:Cameras:{camera}:Source {problem}; allowed: {CameraSource.Allowed}";
    }
}
