using VideoStream.Encoding.H264;

namespace VideoStream.Tests.Encoding.H264;

public sealed class EncoderFailuresTests
{
    private readonly EncoderFailures _failures = new();
    private readonly object _failed = new(), _other = new();

    public EncoderFailuresTests()
    {
        _failures.Add(_failed, "the device is busy");
    }

    [Fact]
    public void The_problem_of_one_ends_when_it_works()
    {
        _failures.Recover(_failed);
        Assert.Null(_failures.Problem);
        Assert.Equal(1, _failures.Count);
    }

    [Fact]
    public void The_problem_of_one_does_not_end_because_another_one_works()
    {
        _failures.Recover(_other);
        _failures.Forget(_other);
        Assert.Equal("the device is busy", _failures.Problem);
    }

    [Fact]
    public void The_problem_of_one_that_is_gone_ends_when_another_one_works()
    {
        _failures.Forget(_failed);
        Assert.Equal("the device is busy", _failures.Problem);
        _failures.Recover(_other);
        Assert.Null(_failures.Problem);
    }
}
