using System.Net.Http.Headers;
using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>
/// The key that a request brings: in the address of a link, in <c>Authorization</c> as Bearer or as the password of Basic, or in the query.
/// </summary>
internal static class Credential
{
    /// <summary>The query parameter, for clients that can't send headers.</summary>
    public const string Parameter = "access_token";

    private const string Bearer = "Bearer";
    private const string Basic = "Basic";

    /// <summary>The key; null if there is none.</summary>
    public static string? Of(HttpRequest request) =>
        request.HttpContext.Features.Get<LinkToken>()?.Text ?? OfHeader(request) ?? NullIfEmpty(request.Query[Parameter]);

    private static string? OfHeader(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out AuthenticationHeaderValue? header))
            return null;
        if (header.Scheme.Equals(Bearer, StringComparison.OrdinalIgnoreCase))
            return NullIfEmpty(header.Parameter);
        return header.Scheme.Equals(Basic, StringComparison.OrdinalIgnoreCase) ? NullIfEmpty(PasswordOf(header.Parameter ?? "")) : null;
    }

    /// <summary>The password of user and password, which are separated by the first colon. The user's name does not matter.</summary>
    private static string PasswordOf(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out int length))
            return "";
        string both = System.Text.Encoding.UTF8.GetString(bytes, 0, length);
        return both.Split(':', 2) is [_, var password] ? password : "";
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
