namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Ends the shared browser after the last test.</summary>
public sealed class ChromiumEnd : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Chromium.EndSharedAsync();
}
