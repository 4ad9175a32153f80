using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>A configured key. The service knows only its hash.</summary>
/// <param name="Hash">SHA-256 of the key's text.</param>
/// <param name="Grant">What it allows.</param>
internal sealed record AccessKey(byte[] Hash, AccessGrant Grant)
{
    /// <summary>Makes a key of valid options.</summary>
    /// <exception cref="OptionsValidationException">The key's file has changed since they were validated, and has no hash now.</exception>
    public static AccessKey Of(string name, AccessKeyOptions options)
    {
        if (!AccessKeyReader.TryReadHash(options, out byte[] hash, out string problem))
            throw new OptionsValidationException(name, typeof(VideoStreamOptions), [$"{AccessKeyValidator.Section}:{name}{problem}"]);
        AccessKeyReader.TryReadScopes(options.Scopes, out AccessScopes scopes);
        AccessKeyReader.TryReadExpiry(options.Expires, out DateTimeOffset? expires);
        IReadOnlySet<string>? cameras =
            options.Cameras.Length == 0 ? null : options.Cameras.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        string cameraNames = string.Join(',', options.Cameras);
        string revision = Convert.ToHexString(HashOf($"{name} {Convert.ToHexString(hash)} {scopes} {cameraNames} {expires:O}"));
        return new(hash, new AccessGrant(name, scopes, cameras, expires) { Revision = revision });
    }

    /// <summary>The hash of a key's text.</summary>
    public static byte[] HashOf(string key) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key));
}
