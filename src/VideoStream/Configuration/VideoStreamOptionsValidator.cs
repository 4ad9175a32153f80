using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>The limits of single values, generated from their attributes.</summary>
[OptionsValidator]
internal sealed partial class VideoStreamOptionsValidator : IValidateOptions<VideoStreamOptions>;
