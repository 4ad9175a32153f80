using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VideoStream.Access;
using VideoStream.Configuration;

namespace VideoStream.Transports.Authentication;

/// <summary>What a token allows.</summary>
internal static class TokenGrant
{
    private const string Unnamed = "an unnamed user";

    /// <summary>Reads a token that was checked.</summary>
    public static AccessGrant Of(JsonWebToken token, JwtOptions options)
    {
        JsonElement payload = JsonElement.Parse(Base64UrlEncoder.Decode(token.EncodedPayload));
        AccessScopes scopes = Words(payload, options.ScopeClaim)
            .Aggregate(AccessScopes.None, (all, name) => all | AccessPolicies.All.GetValueOrDefault(name));
        // An empty list of cameras is none of them. Only where the claim is missing all are meant, and an admin has all in any case.
        bool hasAll = scopes.HasFlag(AccessScopes.Admin) || !payload.TryGetProperty(options.CameraClaim, out _);
        FrozenSet<string>? cameras = hasAll
            ? null
            : Words(payload, options.CameraClaim).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        string name = string.IsNullOrEmpty(token.Subject) ? Unnamed : token.Subject;
        var expires = new DateTimeOffset(DateTime.SpecifyKind(token.ValidTo, DateTimeKind.Utc));
        return new AccessGrant(name, scopes, cameras, expires) { IsToken = true };
    }

    /// <summary>The values of a claim: a list of texts, or one text with spaces between them.</summary>
    private static IEnumerable<string> Words(JsonElement payload, string claim)
    {
        if (!payload.TryGetProperty(claim, out JsonElement value))
            return [];
        JsonElement[] values = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return values
            .Where(one => one.ValueKind == JsonValueKind.String)
            .SelectMany(one => one.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
