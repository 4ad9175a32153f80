namespace VideoStream.Cameras.Sources.Http.Authentication;

/// <summary>Proves to a server that the client knows the credentials, in one of the schemes.</summary>
internal abstract class Authorization
{
    /// <summary>Higher is safer. Of several schemes that a server offers, the safest is used.</summary>
    public abstract int Strength { get; }

    /// <summary>The value of the next request's <c>Authorization</c> header.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The request's path and query, as the request line has them.</param>
    public abstract string Next(string method, string path);
}
