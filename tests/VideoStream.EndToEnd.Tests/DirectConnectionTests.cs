using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

public sealed class DirectConnectionTests() : ConnectionTests(WritePath.Direct);
