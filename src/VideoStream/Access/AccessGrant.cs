namespace VideoStream.Access;

/// <summary>What one client may do. Resolved once, from its key, and kept by its viewer: nothing is checked again for a frame.</summary>
/// <param name="Key">The name of the key; null without one.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Cameras">The cameras that it may watch; null for all.</param>
/// <param name="ExpiresAt">When the grant ends; null for never.</param>
internal sealed record AccessGrant(string? Key, AccessScopes Scopes, IReadOnlySet<string>? Cameras, DateTimeOffset? ExpiresAt)
{
    /// <summary>Names the key as it was configured then: another after each change of it. Null without a key.</summary>
    public string? Revision { get; init; }

    /// <summary>The login of a browser; null if each request brings its key.</summary>
    public string? Session { get; init; }

    /// <summary>The id of the signed link that gives it; null if a key does.</summary>
    public string? Link { get; init; }

    /// <summary>Whether a token of the OpenID Connect issuer gives it. Then <see cref="Key"/> is the token's subject.</summary>
    public bool IsToken { get; init; }

    /// <summary>What its streams may not exceed; null if they may have all that the scopes allow.</summary>
    public StreamCaps? Caps { get; init; }

    /// <summary>Who has it, for a message: <c>key ana</c>, <c>link 3f0a</c>, <c>token of ana</c>.</summary>
    public string Holder => Link is not null ? $"link {Link}" : IsToken ? $"token of {Key?.Shortened()}" : $"key {Key}";

    /// <summary>Of everybody, while no keys are configured.</summary>
    public static readonly AccessGrant Open = new(null, AccessScopes.Admin, null, null);

    /// <summary>Of a client without a key, while there are keys.</summary>
    public static readonly AccessGrant None = new(null, AccessScopes.None, null, null);

    /// <summary>Whether it has a scope, or one that includes it.</summary>
    public bool May(AccessScopes scope) =>
        Scopes.HasFlag(AccessScopes.Admin)
        || Scopes.HasFlag(scope)
        || (scope == AccessScopes.View && Scopes.HasFlag(AccessScopes.Control));

    /// <summary>Whether it may watch a camera.</summary>
    public bool MayWatch(string camera) => May(AccessScopes.View) && (Cameras is null || Cameras.Contains(camera));

    /// <summary>Whether it has ended.</summary>
    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;
}
