using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

public sealed class MiddlewareStreamTests() : StreamTests(WritePath.Middleware);
