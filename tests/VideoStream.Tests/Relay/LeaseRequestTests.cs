using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

public sealed class LeaseRequestTests
{
    [Theory]
    [InlineData("abc", double.PositiveInfinity, "abc")]
    [InlineData("abc", 7.46, "abc 7.5")]
    [InlineData("abc", 0.2, "abc 1.0")]
    public void It_is_read_as_it_was_written(string id, double rate, string text)
    {
        Assert.Equal(text, new LeaseRequest(id, rate).ToString());
        LeaseRequest? read = LeaseRequest.Parse(text);
        Assert.Equal(id, read?.Id);
        Assert.Equal(Math.Max(rate, LeaseRequest.MinRate), read!.Value.Rate, tolerance: 0.1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc ")]
    [InlineData(" 5")]
    [InlineData("abc 0.5")]
    [InlineData("abc -3")]
    [InlineData("abc NaN")]
    [InlineData("abc 1e9")]
    [InlineData("abc 5 6")]
    public void What_is_none_is_not_read(string? text) => Assert.Null(LeaseRequest.Parse(text));

    [Fact]
    public void One_that_is_too_long_is_not_read() => Assert.Null(LeaseRequest.Parse(new string('a', 101)));
}
