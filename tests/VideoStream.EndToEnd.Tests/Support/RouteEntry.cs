namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A route, as the tests of refusals know it.</summary>
/// <param name="Path">An address of it.</param>
/// <param name="Scope">The scope that it needs; null for none.</param>
/// <param name="Methods">The methods that it answers, in alphabetical order.</param>
/// <param name="Parameters">Its query parameters, in the order of its description.</param>
internal sealed record RouteEntry(string Path, string? Scope, string[] Methods, params string[] Parameters)
{
    /// <summary>The pattern that it is mapped with.</summary>
    public string Pattern { get; init; } = Path;

    /// <summary>Whether it is in the OpenAPI document.</summary>
    public bool IsDescribed { get; init; } = true;

    /// <summary>The methods that a client of HTTP/1.1 can use.</summary>
    public IEnumerable<string> PlainMethods => Methods.Where(method => method != "CONNECT");

    public bool IsRead => Methods.Contains("GET");
}
