using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

public sealed class MiddlewareConnectionTests() : ConnectionTests(WritePath.Middleware);
