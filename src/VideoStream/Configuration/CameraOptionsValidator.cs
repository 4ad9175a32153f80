using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>The limits of one camera's values, generated from their attributes.</summary>
[OptionsValidator]
internal sealed partial class CameraOptionsValidator : IValidateOptions<CameraOptions>;
