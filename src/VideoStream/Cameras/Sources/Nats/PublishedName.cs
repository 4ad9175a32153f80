using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>A camera that is published.</summary>
/// <param name="Name">Its name at the service that publishes it.</param>
/// <param name="Title">What is shown as its name there.</param>
internal sealed record PublishedName(string Name, string? Title)
{
    /// <summary>
    /// The title, if it says more than the name there, for which there is another one here. It comes from elsewhere, so it may be any text.
    /// </summary>
    public static string? TitleOf(string name, string? title) =>
        title is { Length: > 0 } && title != name && VideoStreamOptionsRules.IsOneLine(title) ? title : null;

    /// <summary>Whether a camera that is published can have this name.</summary>
    public static bool IsName(string? text) =>
        text is { Length: > 0 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
