using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Configuration;

/// <summary>Tokens of an OpenID Connect issuer that count like keys: <c>VideoStream:Access:Jwt</c>.</summary>
[Reload(TakesEffect.AfterRestart)]
internal sealed class JwtOptions
{
    /// <summary>
    /// Address of the issuer, below which <c>.well-known/openid-configuration</c> is: https, or http on loopback. Default: none, and no
    /// tokens count.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>The audience (<c>aud</c>) that a token must have. Default: none; with an authority it must be set.</summary>
    public string? Audience { get; set; }

    /// <summary>
    /// The claim that has the scopes <c>view</c>, <c>control</c>, <c>metrics</c> and <c>admin</c>, as a list or with spaces between them.
    /// Other values are ignored. Default <c>scope</c>.
    /// </summary>
    public string ScopeClaim { get; set; } = "scope";

    /// <summary>
    /// The claim that has the names of cameras, in the same form. A token without it shows all cameras. Default <c>camera</c>.
    /// </summary>
    public string CameraClaim { get; set; } = "camera";

    /// <summary>Whether tokens count.</summary>
    internal bool IsConfigured => !string.IsNullOrEmpty(Authority);

    /// <summary>Reads the address of an issuer.</summary>
    /// <param name="text">The address.</param>
    /// <param name="authority">The issuer; null if the text is no address that is allowed.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Uri? authority)
    {
        bool isAllowed = Uri.TryCreate(text, UriKind.Absolute, out authority)
            && (authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback))
            && authority.UserInfo.Length == 0
            && authority.Query.Length == 0
            && authority.Fragment.Length == 0;
        authority = isAllowed ? authority : null;
        return isAllowed;
    }
}
