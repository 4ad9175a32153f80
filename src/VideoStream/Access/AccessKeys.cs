using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>
/// The configured keys. They can be replaced at any time, by any thread. While there never were any, everybody may do everything.
/// </summary>
internal sealed class AccessKeys(IOptions<VideoStreamOptions> options)
{
    private AccessKey[] _keys = Read(options.Value.Access);
    private bool _areRequired = options.Value.Access.Keys.Count > 0 || options.Value.Access.Jwt.IsConfigured;

    /// <summary>
    /// Whether a client needs a key, or a token of the issuer. From the first key on it stays so: a file that is gone for a moment must not
    /// open the service.
    /// </summary>
    public bool AreRequired => Volatile.Read(ref _areRequired);

    /// <summary>Reads the keys, also those in files. It can block as long as a file does.</summary>
    /// <exception cref="OptionsValidationException">A file has changed since the options were validated, and has no hash now.</exception>
    public static AccessKey[] Read(AccessOptions access) => [.. access.Keys.Select(key => AccessKey.Of(key.Key, key.Value))];

    /// <summary>Replaces the keys.</summary>
    /// <returns>Whether a key was added, removed or changed.</returns>
    public bool Replace(AccessKey[] keys)
    {
        AccessKey[] before = Volatile.Read(ref _keys);
        Volatile.Write(ref _keys, keys);
        if (keys.Length > 0)
            Volatile.Write(ref _areRequired, true);
        return !before.Select(key => key.Grant.Revision).ToHashSet().SetEquals(keys.Select(key => key.Grant.Revision));
    }

    /// <summary>What the user of a request may do.</summary>
    public AccessGrant GrantOf(ClaimsPrincipal user) => AreRequired ? GrantClaims.Read(user) : AccessGrant.Open;

    /// <summary>Whether a grant is of a key that is configured in the same form now. Others end with their link or token.</summary>
    public bool IsCurrent(AccessGrant grant) =>
        !AreRequired
        || grant.Link is not null
        || grant.IsToken
        || (grant.Revision is { } revision && Array.Exists(Volatile.Read(ref _keys), key => key.Grant.Revision == revision));

    /// <summary>Finds a key by its hash. The time that it takes says nothing about the keys.</summary>
    public AccessKey? Find(ReadOnlySpan<byte> hash)
    {
        AccessKey? found = null;
        foreach (AccessKey key in Volatile.Read(ref _keys))
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash))
                found = key;
        }

        return found;
    }
}
