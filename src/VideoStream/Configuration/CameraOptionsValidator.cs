using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>Checks the bounds of one camera's values. The code is generated from their attributes.</summary>
[OptionsValidator]
internal sealed partial class CameraOptionsValidator : IValidateOptions<CameraOptions>;
