namespace VideoStream.Tests.Support;

/// <summary>An answer of <see cref="HttpStub"/>.</summary>
/// <param name="Head">The head, with the empty line, in Latin-1.</param>
/// <param name="Body">The body.</param>
internal sealed record StubAnswer(string Head, Stream Body)
{
    /// <summary>Whether nothing comes at all, until the client closes the connection.</summary>
    public bool IsSilent { get; init; }
}
