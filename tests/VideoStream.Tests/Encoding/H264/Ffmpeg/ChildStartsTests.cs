using Microsoft.Extensions.Time.Testing;
using VideoStream.Encoding.H264.Ffmpeg;

namespace VideoStream.Tests.Encoding.H264.Ffmpeg;

public sealed class ChildStartsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ChildStarts _starts;

    public ChildStartsTests()
    {
        _starts = new(_time);
    }

    [Fact]
    public void After_as_many_as_a_camera_has_variants_a_few_a_second_are_started()
    {
        Assert.Equal(ChildStarts.AtOnce, Take(100));
        Assert.False(_starts.HasRoom);
        int later = 0;
        for (int i = 0; i < 80; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(125));
            later += Take(1);
        }

        Assert.Equal(10 * ChildStarts.PerSecond, later);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ChildStarts.AtOnce, Take(100));
    }

    private int Take(int times) => Enumerable.Range(0, times).Count(_ => _starts.TryTake());
}
