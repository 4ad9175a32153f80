namespace VideoStream.Cameras.Sources.Http.Authentication;

/// <summary>How a server asks for credentials: a scheme, and what it needs.</summary>
/// <param name="Scheme">The scheme as the server writes it, such as <c>Basic</c>.</param>
/// <param name="Parameters">The parameters, unquoted. Names have any case.</param>
internal sealed record AuthChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>A parameter; null if there is none with this name.</summary>
    public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);

    /// <summary>Whether the credentials were right and only the nonce is too old.</summary>
    public bool IsStale => "true".Equals(this["stale"], StringComparison.OrdinalIgnoreCase);

    public bool IsScheme(string scheme) => Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);
}
