using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>Why a client is not let in, as problem documents (RFC 9457).</summary>
internal static class KeyProblems
{
    /// <summary>401; 403 for a link, in whose place no key can be typed.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="detail">What is wrong with a token.</param>
    public static IResult NotAuthenticated(KeyRefusal refusal, string? detail = null) => refusal switch
    {
        KeyRefusal.Wrong => LoginNeeded("wrong_key", "The key is wrong"),
        KeyRefusal.Expired => LoginNeeded("expired_key", "The key has expired"),
        KeyRefusal.WrongToken => LoginNeeded("wrong_token", $"The token is not valid: {detail}"),
        KeyRefusal.ExpiredToken => LoginNeeded("expired_token", "The token has expired"),
        KeyRefusal.WrongLink => LinkEnded("wrong_link", "This link is not complete, or is of another service"),
        KeyRefusal.ExpiredLink => LinkEnded("expired_link", "This link has expired. Ask the person who sent it for a new one"),
        KeyRefusal.RevokedLink => LinkEnded("revoked_link", "This link was revoked. Ask the person who sent it for a new one"),
        _ => LoginNeeded(
            "missing_key",
            $"A key is needed: in the header 'Authorization: Bearer KEY', as the password of Basic, or as ?{Credential.Parameter}=KEY"),
    };

    /// <summary>400: a login without a key.</summary>
    public static IResult NoKeyInForm(string field, int maxBytes) => TypedResults.Problem(
        $"A login is a form (application/x-www-form-urlencoded) with the field {field}, of {maxBytes} bytes at most",
        statusCode: StatusCodes.Status400BadRequest,
        title: "No key",
        extensions: new Dictionary<string, object?> { ["code"] = "missing_key" });

    /// <summary>400: a login with a token. It does not count as a wrong key.</summary>
    public static IResult TokenInForm() => TypedResults.Problem(
        "This is a token of the issuer, and a login needs a key. A token is sent with each request: 'Authorization: Bearer TOKEN'",
        statusCode: StatusCodes.Status400BadRequest,
        title: "No key",
        extensions: new Dictionary<string, object?> { ["code"] = "token_in_form" });

    /// <summary>503 with <c>Retry-After</c>: the token may be good.</summary>
    public static IResult IssuerUnreachable(HttpContext context, string detail) => Problems.Busy(
        context,
        "The token can't be checked",
        $"The issuer of tokens does not answer: {detail}. Keys work meanwhile",
        new Dictionary<string, object?> { ["code"] = "issuer_unreachable" });

    /// <summary>429 with <c>Retry-After</c>.</summary>
    public static IResult TooManyTries(HttpContext context, FailedTries failures) => Problems.TooManyRequests(
        context,
        FailedTries.RetryAfter,
        $"Too many wrong keys came from this address: {failures.Limit} a minute are allowed; "
            + "VideoStream:Access:FailedTriesPerMinute sets this limit");

    /// <summary>403: the key is known, and lacks a scope.</summary>
    public static IResult MissingScope(AccessGrant grant, AccessScopes scope) => Problems.Forbidden(
        $"The {grant.Holder} does not have the scope {scope.ToString().ToLowerInvariant()}");

    private static IResult LinkEnded(string code, string detail) => TypedResults.Problem(
        detail,
        statusCode: StatusCodes.Status403Forbidden,
        title: "The link does not work",
        extensions: new Dictionary<string, object?> { ["code"] = code });

    private static IResult LoginNeeded(string code, string detail) => TypedResults.Problem(
        detail,
        statusCode: StatusCodes.Status401Unauthorized,
        title: "Login needed",
        extensions: new Dictionary<string, object?> { ["code"] = code });
}
