namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>What a browser shows of a JPEG: its size, and pixels in the middle of equal parts, row by row.</summary>
public sealed record DecodedPicture(int Width, int Height, IReadOnlyList<(int Red, int Green, int Blue)> Pixels);
