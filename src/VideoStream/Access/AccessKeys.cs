using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>The configured keys. While there are none, everybody may do everything.</summary>
internal sealed class AccessKeys(IOptions<VideoStreamOptions> options)
{
    private readonly AccessKey[] _keys = [.. options.Value.Access.Keys.Select(key => AccessKey.Of(key.Key, key.Value))];

    /// <summary>Whether a client needs a key.</summary>
    public bool AreConfigured => _keys.Length > 0;

    /// <summary>What the user of a request may do.</summary>
    public AccessGrant GrantOf(ClaimsPrincipal user) => AreConfigured ? GrantClaims.Read(user) : AccessGrant.Open;

    /// <summary>Finds a key by its hash. The time that it takes says nothing about the keys.</summary>
    public AccessKey? Find(ReadOnlySpan<byte> hash)
    {
        AccessKey? found = null;
        foreach (AccessKey key in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash))
                found = key;
        }

        return found;
    }
}
