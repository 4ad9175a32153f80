using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>Why a client is not let in, as problem documents (RFC 9457).</summary>
internal static class KeyProblems
{
    /// <summary>401.</summary>
    public static IResult NotAuthenticated(KeyRefusal refusal) => refusal switch
    {
        KeyRefusal.Wrong => LoginNeeded("wrong_key", "The key is wrong"),
        KeyRefusal.Expired => LoginNeeded("expired_key", "The key has expired"),
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

    /// <summary>429 with <c>Retry-After</c>.</summary>
    public static IResult TooManyTries(HttpContext context, FailedTries failures) => Problems.TooManyRequests(
        context,
        FailedTries.RetryAfter,
        $"Too many wrong keys came from this address: {failures.Limit} a minute are allowed; Access:FailedTriesPerMinute sets this limit");

    /// <summary>403: the key is known, and lacks a scope.</summary>
    public static IResult MissingScope(AccessGrant grant, AccessScopes scope) => Problems.Forbidden(
        $"The key {grant.Key} does not have the scope {scope.ToString().ToLowerInvariant()}");

    private static IResult LoginNeeded(string code, string detail) => TypedResults.Problem(
        detail,
        statusCode: StatusCodes.Status401Unauthorized,
        title: "Login needed",
        extensions: new Dictionary<string, object?> { ["code"] = code });
}
