namespace VideoStream.Frames.H264;

/// <summary>Whether OpenH264 is installed, which encodes H.264. Without it viewers get JPEGs.</summary>
internal static class OpenH264
{
    /// <summary>The package to install, for messages.</summary>
    public const string Package = "libopenh264-7 (libopenh264-8 on newer releases)";

    private static readonly (OpenH264Library? Library, string? Problem) Found = OpenH264Library.Find();

    /// <summary>The loaded library; null if <see cref="Problem"/> says why not.</summary>
    public static OpenH264Library? Library => Found.Library;

    public static bool IsAvailable => Library is not null;

    /// <summary>Why it can't be used, and what to install; null if it can.</summary>
    public static string? Problem { get; } =
        Found.Problem is { } problem ? $"{problem}. Install the package {Package}, as scripts/native-deps.sh does" : null;

    /// <summary>The version, such as 2.3.1; empty if there is none.</summary>
    public static string Version => Library?.Version.ToString() ?? "";
}
