using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Configuration;

public sealed class FileBoundsTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0, "it is empty, or not a regular file")]
    [InlineData(1, null)]
    [InlineData(FileBounds.MaxBytes, null)]
    [InlineData(FileBounds.MaxBytes + 1, "it has 1048577 bytes; allowed: 1048576")]
    public void A_file_and_a_link_to_it_are_refused_by_their_size(int bytes, string? problem)
    {
        File.WriteAllBytes(_directory.Path("file"), new byte[bytes]);
        File.CreateSymbolicLink(_directory.Path("link"), "file");
        Assert.Equal(problem, FileBounds.Problem(_directory.Path("file")));
        Assert.Equal(problem, FileBounds.Problem(_directory.Path("link")));
    }

    [Fact]
    public void A_device_is_refused_and_what_can_not_be_opened_is_left_to_the_one_who_opens_it()
    {
        File.CreateSymbolicLink(_directory.Path("broken"), "missing");
        Assert.Equal("it is empty, or not a regular file", FileBounds.Problem("/dev/zero"));
        Assert.Null(FileBounds.Problem(_directory.Path("missing")));
        Assert.StartsWith(
            "it is a link to a file that is missing", FileBounds.Problem(_directory.Path("broken")), StringComparison.Ordinal);
        Assert.Null(FileBounds.Problem(_directory.Path(".")));
    }
}
