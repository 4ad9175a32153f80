using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras.Sources.Passed;

namespace VideoStream.Tests.Cameras.Sources.Passed;

/// <summary>Why a camera's video can't be passed, from one connection to the next.</summary>
public sealed class KnownProblemTests
{
    [Fact]
    public void A_reason_is_known_for_ten_minutes()
    {
        var time = new FakeTimeProvider();
        var known = new KnownProblem(time);
        Assert.Null(known.Current);
        known.Remember("the camera has B-frames");
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("the camera has B-frames", known.Current);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(known.Current);
    }
}
