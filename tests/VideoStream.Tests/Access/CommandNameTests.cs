using VideoStream.Access;

namespace VideoStream.Tests.Access;

public sealed class CommandNameTests
{
    [Theory]
    [InlineData("scripts/run.sh", "dotnet", "/repo/VideoStream.dll", "scripts/run.sh")]
    [InlineData(null, "dotnet", "/app/VideoStream.dll", "dotnet /app/VideoStream.dll")]
    [InlineData("", "/usr/bin/dotnet", "/app/VideoStream.dll", "dotnet /app/VideoStream.dll")]
    [InlineData(null, "videostream", "/usr/lib/videostream/VideoStream.dll", "videostream")]
    [InlineData(null, "/opt/videostream/VideoStream", "/opt/videostream/VideoStream.dll", "/opt/videostream/VideoStream")]
    public void A_program_is_named_as_it_was_called(string? script, string firstWord, string assembly, string expected) =>
        Assert.Equal(expected, CommandName.Of(script, firstWord, assembly));
}
