namespace VideoStream.Access;

/// <summary>The token in the address of a request that came by a link.</summary>
/// <param name="Text">The token.</param>
internal sealed record LinkToken(string Text);
