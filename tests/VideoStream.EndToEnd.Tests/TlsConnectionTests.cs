using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

public sealed class TlsConnectionTests() : ConnectionTests(WritePath.Tls);
