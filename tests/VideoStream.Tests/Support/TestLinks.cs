using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;

namespace VideoStream.Tests.Support;

/// <summary>Links that end with the test.</summary>
internal static class TestLinks
{
    public static StateDirectory NoDirectory => new(Options.Create(new VideoStreamOptions()));

    public static LinkRegistry Registry(TimeProvider time) =>
        new(new EphemeralDataProtectionProvider(), NoDirectory, time, NullLogger<LinkRegistry>.Instance);

    /// <summary>A link to the camera <c>gate</c> for an hour.</summary>
    public static SignedLink Link(TimeProvider time, string id = "one", double hours = 1) => new(
        id, "gate", time.GetUtcNow(), "key ana", time.GetUtcNow().AddHours(hours), MaxQuality: 50, MaxFps: 7.5, MaxSize: "640x360");
}
