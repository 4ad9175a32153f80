using Microsoft.AspNetCore.Server.Kestrel.Https;
using VideoStream.Access;

namespace VideoStream.Hosting.Reload;

/// <summary>A configuration with all its files read, so that nothing blocks while it is applied.</summary>
/// <param name="Read">The configuration.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="Certificates">The certificates of the web server, by section.</param>
internal sealed record LoadedConfiguration(
    ReadConfiguration Read, AccessKey[] Keys, Dictionary<string, HttpsConnectionAdapterOptions> Certificates);
