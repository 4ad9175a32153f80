using System.Net;

namespace VideoStream.Cameras.Sources.Http.Authentication;

/// <summary>
/// Answers a camera's challenges, and remembers how, so that later requests have their credentials at once. Cameras lock an account after
/// a few wrong tries, so an answer is never repeated for a refusal.
/// </summary>
/// <param name="credentials">User and password; null if the URL has none.</param>
internal sealed class HttpAuthenticator(NetworkCredential? credentials)
{
    private readonly Lock _gate = new();
    private Authorization? _authorization;

    /// <summary>Authenticates with the user and password of a URL.</summary>
    public static HttpAuthenticator Of(CameraUrl url) => new(url.HasCredentials ? url.Credentials : null);

    /// <summary>The value of the next request's <c>Authorization</c> header; null while the camera asks for no credentials.</summary>
    /// <param name="path">What the request line asks for.</param>
    /// <param name="method">The request's method. RTSP has others than HTTP.</param>
    public string? Authorize(string path, string method = "GET")
    {
        lock (_gate)
            return _authorization?.Next(method, path);
    }

    /// <summary>Answers a 401 response.</summary>
    /// <param name="headers">The response's <c>WWW-Authenticate</c> headers.</param>
    /// <param name="refused">The <c>Authorization</c> header that was refused; null if there was none.</param>
    /// <param name="hasAnswered">Whether that was already the answer to a challenge for the same request.</param>
    /// <param name="display">The camera's address as faults show it.</param>
    /// <returns>OK if the request is to be sent again.</returns>
    public SourceResult Answer(IEnumerable<string> headers, string? refused, bool hasAnswered, string display)
    {
        if (credentials is null)
            return new CameraFault(CameraFaultKind.CredentialsMissing, display);
        IReadOnlyList<AuthChallenge> challenges = ChallengeParser.Parse(headers);
        (AuthChallenge Challenge, Authorization Authorization)[] known =
        [
            .. challenges
                .Select(challenge => (challenge, Authorization: Create(challenge, credentials)!))
                .Where(pair => pair.Authorization is not null)
                .OrderByDescending(pair => pair.Authorization.Strength),
        ];
        bool isRefused = refused is not null && known is [var best, ..] && IsFinal(best.Challenge, hasAnswered);
        lock (_gate)
            _authorization = isRefused ? null : known.FirstOrDefault().Authorization;
        if (isRefused)
            return new CameraFault(CameraFaultKind.CredentialsRefused, display);
        return known.Length > 0 ? SourceResult.Ok : Unsupported(challenges, display);
    }

    /// <summary>Whether the refusal of credentials means that they are wrong. It does not if only the nonce was too old.</summary>
    private static bool IsFinal(AuthChallenge challenge, bool hasAnswered) =>
        challenge.IsScheme("Basic") || (hasAnswered && !challenge.IsStale);

    private static Authorization? Create(AuthChallenge challenge, NetworkCredential credentials)
    {
        if (challenge.IsScheme("Basic"))
            return new BasicAuthorization(credentials);
        return challenge.IsScheme("Digest") && DigestAuthorization.TryCreate(challenge, credentials, out var digest) ? digest : null;
    }

    private static CameraFault Unsupported(IReadOnlyList<AuthChallenge> challenges, string display)
    {
        IEnumerable<string> offered = challenges.Select(challenge =>
            challenge["algorithm"] is { } algorithm ? $"{challenge.Scheme} with {algorithm}" : challenge.Scheme);
        // The camera's own words, so their length and characters are limited.
        string names = string.Concat(string.Join(", ", offered.Distinct()).Where(c => c is >= ' ' and <= '~').Take(100));
        return new CameraFault(CameraFaultKind.UnsupportedAuthentication, display, names.Length > 0 ? names : "unnamed");
    }
}
