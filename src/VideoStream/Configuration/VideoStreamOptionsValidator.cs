using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>Checks the bounds of single values. The code is generated from their attributes.</summary>
[OptionsValidator]
internal sealed partial class VideoStreamOptionsValidator : IValidateOptions<VideoStreamOptions>;
