using System.Net;

namespace VideoStream.Viewers;

/// <summary>A page that has viewers, which count as one place together.</summary>
/// <param name="Id">The random name that the page gave itself.</param>
/// <param name="Address">What counts as the address of its browser; null over a unix socket. Another address is another page.</param>
internal readonly record struct ViewerPage(string Id, IPAddress? Address);
