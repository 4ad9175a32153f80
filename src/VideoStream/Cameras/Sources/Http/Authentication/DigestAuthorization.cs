using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace VideoStream.Cameras.Sources.Http.Authentication;

/// <summary>
/// Answers a nonce with a hash of user and password (RFC 7616, and RFC 2069 without <c>qop</c>). Knows MD5 and SHA-256, with and without
/// <c>-sess</c>. One nonce is used for many requests, with a rising count.
/// </summary>
internal sealed class DigestAuthorization : Authorization
{
    private readonly NetworkCredential _credentials;
    private readonly AuthChallenge _challenge;
    private readonly Func<byte[], byte[]> _hash;
    private readonly string _clientNonce;
    private int _count;

    private DigestAuthorization(NetworkCredential credentials, AuthChallenge challenge, Func<byte[], byte[]> hash, string clientNonce)
    {
        (_credentials, _challenge, _hash, _clientNonce) = (credentials, challenge, hash, clientNonce);
    }

    public override int Strength => Algorithm.StartsWith("SHA", StringComparison.OrdinalIgnoreCase) ? 2 : 1;

    private string Algorithm => _challenge["algorithm"] ?? "MD5";

    private bool IsSession => Algorithm.EndsWith("-sess", StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes the answer to a challenge.</summary>
    /// <returns>False if the challenge is of an algorithm or a kind of protection that is not known.</returns>
    public static bool TryCreate(
        AuthChallenge challenge, NetworkCredential credentials, [NotNullWhen(true)] out DigestAuthorization? authorization,
        string? clientNonce = null)
    {
        authorization = null;
        bool isKnown = challenge["qop"] is not { Length: > 0 } protection || Offers(protection, "auth");
        if (challenge["nonce"] is null || !isKnown || HashOf(challenge["algorithm"] ?? "MD5") is not { } hash)
            return false;
        authorization = new(credentials, challenge, hash, clientNonce ?? RandomNumberGenerator.GetHexString(16, lowercase: true));
        return true;
    }

    public override string Next(string method, string path)
    {
        string count = (++_count).ToString("x8", CultureInfo.InvariantCulture);
        string nonce = _challenge["nonce"]!, realm = _challenge["realm"] ?? "";
        bool isCounted = _challenge["qop"] is { Length: > 0 };
        string secret = Hash($"{_credentials.UserName}:{realm}:{_credentials.Password}");
        if (IsSession)
            secret = Hash($"{secret}:{nonce}:{_clientNonce}");
        string middle = isCounted ? $"{nonce}:{count}:{_clientNonce}:auth" : nonce;
        IEnumerable<string?> fields =
        [
            $"username={Quoted(_credentials.UserName)}",
            $"realm={Quoted(realm)}",
            $"nonce={Quoted(nonce)}",
            $"uri={Quoted(path)}",
            _challenge["algorithm"] is { } algorithm ? $"algorithm={algorithm}" : null,
            isCounted ? $"qop=auth, nc={count}" : null,
            isCounted || IsSession ? $"cnonce={Quoted(_clientNonce)}" : null,
            $"response={Quoted(Hash($"{secret}:{middle}:{Hash($"{method}:{path}")}"))}",
            _challenge["opaque"] is { } opaque ? $"opaque={Quoted(opaque)}" : null,
        ];
        return "Digest " + string.Join(", ", fields.Where(field => field is not null));
    }

    private static bool Offers(string list, string word) =>
        list.Split(',', StringSplitOptions.TrimEntries).Contains(word, StringComparer.OrdinalIgnoreCase);

    [SuppressMessage("Security", "CA5351", Justification = "Most cameras offer nothing better than MD5.")]
    private static Func<byte[], byte[]>? HashOf(string algorithm) => algorithm.ToUpperInvariant() switch
    {
        "MD5" or "MD5-SESS" => MD5.HashData,
        "SHA-256" or "SHA-256-SESS" => SHA256.HashData,
        _ => null,
    };

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private string Hash(string text) => Convert.ToHexStringLower(_hash(System.Text.Encoding.UTF8.GetBytes(text)));
}
