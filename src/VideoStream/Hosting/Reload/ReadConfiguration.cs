using VideoStream.Configuration;

namespace VideoStream.Hosting.Reload;

/// <summary>The whole configuration as it was read, and found valid.</summary>
/// <param name="Root">The configuration.</param>
/// <param name="Options">Its section <c>VideoStream</c>.</param>
/// <param name="Values">All its keys that have a value.</param>
/// <param name="Warnings">What is valid, and yet no good to browsers: a line for each.</param>
internal sealed record ReadConfiguration(
    IConfigurationRoot Root, VideoStreamOptions Options, IReadOnlyDictionary<string, string> Values, string[] Warnings);
