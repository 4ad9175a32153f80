using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace VideoStream.Access;

/// <summary>
/// The tokens of links: id and expiry, encrypted and signed with a key of the <see cref="KeyRing"/>. What a link allows is not in the
/// token: the registry has it.
/// </summary>
internal sealed class LinkTokens(IDataProtectionProvider ring)
{
    private readonly IDataProtector _protector = ring.CreateProtector("VideoStream.Link.v1");

    /// <summary>Makes a token of a link: letters, digits, '-' and '_'.</summary>
    public string Write(SignedLink link) =>
        _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{link.Id} {link.Expires.ToUnixTimeSeconds()}"));

    /// <summary>Reads a token.</summary>
    /// <returns>False if this service did not make it, or its key has left the key ring.</returns>
    public bool TryRead(string token, out string id, out DateTimeOffset expires)
    {
        (id, expires) = ("", default);
        try
        {
            string[] parts = _protector.Unprotect(token).Split(' ');
            if (parts.Length != 2 || !long.TryParse(parts[1], CultureInfo.InvariantCulture, out long seconds))
                return false;
            (id, expires) = (parts[0], DateTimeOffset.FromUnixTimeSeconds(seconds));
            return true;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
