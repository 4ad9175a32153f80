using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

public sealed class TlsStreamTests() : StreamTests(WritePath.Tls);
