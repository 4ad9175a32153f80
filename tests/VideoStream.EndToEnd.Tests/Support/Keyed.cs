using System.Net.Http.Headers;
using VideoStream.Access;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A service with two small cameras, gate and yard, and keys. The name of a key is its text.</summary>
internal static class Keyed
{
    /// <summary>The ways in which a request can bring its key.</summary>
    public static readonly string[] Ways = ["bearer", "basic", "query"];

    private static readonly (string Name, string Setting, string Value)[] Keys =
    [
        ("viewer", "Scopes:0", "view"),
        ("controller", "Scopes:0", "control"),
        ("scraper", "Scopes:0", "metrics"),
        ("boss", "Scopes:0", "admin"),
        ("gatekeeper", "Cameras:0", "gate"),
        ("old", "Expires", "2001-01-01"),
    ];

    /// <summary>Starts it.</summary>
    /// <param name="more">More settings, as keys under <c>VideoStream:</c>.</param>
    public static ServiceHost Start(params (string Key, string Value)[] more) => new(
    [
        .. ((string[])["gate", "yard"]).SelectMany(Camera),
        .. Keys.SelectMany(key => ((string, string)[])
            [Hash(key.Name), ($"Access:Keys:{key.Name}:{key.Setting}", key.Value)]),
        ("Access:FailedTriesPerMinute", "10000"),
        .. more,
    ]);

    /// <summary>The setting of a key whose text is its name.</summary>
    public static (string Key, string Value) Hash(string name) =>
        ($"Access:Keys:{name}:Hash", Convert.ToHexString(AccessKey.HashOf(name)));

    /// <summary>A request that brings a key.</summary>
    /// <param name="path">The path and query.</param>
    /// <param name="key">The key; null for none.</param>
    /// <param name="way">One of <see cref="Ways"/>.</param>
    /// <param name="method">The method.</param>
    public static HttpRequestMessage Request(string path, string? key, string way = "bearer", string method = "GET")
    {
        var request = new HttpRequestMessage(new HttpMethod(method), key is not null && way == "query" ? WithToken(path, key) : path);
        if (key is not null && way == "bearer")
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (key is not null && way == "basic")
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("anybody:" + key)));
        return request;
    }

    private static string WithToken(string path, string key) => $"{path}{(path.Contains('?') ? '&' : '?')}access_token={key}";

    private static IEnumerable<(string, string)> Camera(string name) =>
    [
        ($"Cameras:{name}:Source", "test"),
        ($"Cameras:{name}:Width", "160"),
        ($"Cameras:{name}:Height", "120"),
    ];
}
