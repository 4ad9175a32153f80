namespace VideoStream.Cameras.Sources;

/// <summary>A camera that is reached by a URL.</summary>
internal abstract record UrlSource(CameraUrl Url) : SourceDescriptor
{
    public override string Display => Url.Display;

    public override bool IsOnDemand => true;

    /// <summary>Parses a URL with one of the schemes.</summary>
    protected static SourceParseResult Parse(string text, string[] schemes, Func<CameraUrl, SourceDescriptor> create)
    {
        if (!CameraUrl.TryGetScheme(text, out string scheme) || !schemes.Contains(scheme))
            return SourceParseResult.NotRecognized;
        if (text.Any(char.IsControl))
            return SourceParseResult.Invalid("is a URL with a control character in it");
        return CameraUrl.TryParse(text, out CameraUrl? url)
            ? create(url)
            : SourceParseResult.Invalid("is a URL that can't be read: it needs a host, and a port from 1 to 65535 if it has one");
    }
}
