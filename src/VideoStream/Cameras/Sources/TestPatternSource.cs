using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources;

/// <summary>The built-in test pattern.</summary>
internal sealed record TestPatternSource : SourceDescriptor
{
    public override string Display => "test";

    public static SourceParseResult Parse(string text) =>
        text.Equals("test", StringComparison.OrdinalIgnoreCase) ? new TestPatternSource() : SourceParseResult.NotRecognized;

    public override ICameraReader CreateReader(CameraOptions options, TimeProvider time) => new TestPatternReader(options, time);
}
