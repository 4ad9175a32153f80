namespace VideoStream.Tests.Support;

/// <summary>
/// Writes what a camera sends from a template in one line, so that a report of a strange camera is quickly tried. What is in braces is
/// replaced: <c>{jpeg}</c> the frame, <c>{open}</c> the frame without its end marker, <c>{length}</c> the frame's length,
/// <c>{short}</c> and <c>{long}</c> a wrong one, <c>{zeros}</c> and <c>{ones}</c> 1,000 bytes of padding, <c>{soi}</c>
/// and <c>{eoi}</c> a start and an end marker, <c>{n}</c> the number of the frame. All else is text.
/// </summary>
internal static class CameraDialect
{
    /// <summary>A stream: the first template with the first frame, then the other one with each of the others.</summary>
    public static byte[] Stream(string? first, string template, params byte[][] frames) =>
        [.. frames.Index().SelectMany(frame => Write(frame.Index == 0 ? first ?? template : template, frame.Item, frame.Index))];

    /// <summary>The bytes of one part.</summary>
    public static byte[] Write(string template, byte[] jpeg, int number = 0) =>
        [.. template.Split('{', '}').Index().SelectMany(piece => piece.Index % 2 == 0 ? Text(piece.Item) : Item(piece.Item, jpeg, number))];

    private static byte[] Item(string name, byte[] jpeg, int number) => name switch
    {
        "jpeg" => jpeg,
        "open" => jpeg[..^2],
        "length" => Text($"{jpeg.Length}"),
        "short" => Text($"{jpeg.Length / 2}"),
        "long" => Text($"{jpeg.Length + 500}"),
        "n" => Text($"{number}"),
        "zeros" => new byte[1000],
        "ones" => [.. Enumerable.Repeat((byte)0xFF, 1000)],
        "soi" => [0xFF, 0xD8],
        "eoi" => [0xFF, 0xD9],
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static byte[] Text(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}
