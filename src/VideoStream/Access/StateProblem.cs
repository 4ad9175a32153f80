using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>Why the state directory can't be used.</summary>
internal static class StateProblem
{
    private const string Key = VideoStreamOptions.Section + ":Access:StateDirectory";

    /// <summary>What stops the start.</summary>
    /// <param name="path">The directory, or what is in it.</param>
    /// <param name="reason">Why it can't be used.</param>
    public static OptionsValidationException Unusable(string path, string reason) =>
        Problem($"is '{path}', which the service can't read and write: {reason.TrimEnd('.')}; allowed: a directory of the service's user");

    /// <summary>What stops the start of a second service.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="reason">Why it can't be locked.</param>
    public static OptionsValidationException InUse(string path, string reason) =>
        Problem($"is '{path}', which another service uses: {reason.TrimEnd('.')}; allowed: a directory for this service alone");

    private static OptionsValidationException Problem(string problem) =>
        new(Options.DefaultName, typeof(VideoStreamOptions), [$"{Key} {problem}"]);
}
