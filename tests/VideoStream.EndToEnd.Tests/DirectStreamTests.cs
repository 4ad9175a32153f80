using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

public sealed class DirectStreamTests() : StreamTests(WritePath.Direct);
