using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using SkiaSharp;
using VideoStream.Configuration;

namespace VideoStream.Frames.Text;

/// <summary>Opens fonts. Each is opened once, when it is first needed, and stays open: the library takes megabytes.</summary>
internal static class TextFonts
{
    private const string DefaultFamily = "DejaVu Sans";

    // Opened by its file, because to look for a family takes some megabytes more.
    private const string DefaultFile = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

    /// <summary>The largest fonts, of all Chinese characters, have a quarter of it.</summary>
    private const long MaxBytes = 128 * 1024 * 1024;

    private const string FontConfig = "libfontconfig.so.1";

    private const string NoLibrary = FontConfig + " can't be loaded. Install the package libfontconfig1";

    private static readonly ConcurrentDictionary<string, OpenedFont> Opened = new();

    /// <summary>
    /// The font that is installed with the service, or any other where it is not, or <see cref="TextFont.None"/> where there is none.
    /// </summary>
    public static TextFont Default => Of(null);

    /// <summary>Opens a font.</summary>
    /// <param name="name">The path of a font file, or the name of a family; null for the default font.</param>
    /// <returns>The default font if there is no such font.</returns>
    public static TextFont Of(string? name) => Open(name) is { Font: { } font } ? font : name is null ? TextFont.None : Default;

    /// <summary>Why a font can't be opened, for an operator; null if it can.</summary>
    /// <param name="name">As in <see cref="Of"/>.</param>
    public static string? FindFault(string? name) => Open(name).Fault;

    /// <summary>
    /// What the service lacks to draw text, for an operator; null if it lacks nothing. Looks without opening the default font where that is
    /// possible, because a service that never draws text does not need it.
    /// </summary>
    public static string? FindMissing()
    {
        if (OperatingSystem.IsLinux() && !NativeLibrary.TryLoad(FontConfig, out _))
            return NoLibrary;
        return File.Exists(DefaultFile) ? null : FindFault(null);
    }

    private static OpenedFont Open(string? name)
    {
        string key = name ?? "";
        if (Opened.TryGetValue(key, out OpenedFont? opened))
            return opened;
        opened = TryOpen(name);
        // A font that is missing now may be there at the next reload.
        return opened.Font is null && name is not null ? opened : Opened.GetOrAdd(key, opened);
    }

    private static OpenedFont TryOpen(string? name)
    {
        try
        {
            return name switch
            {
                null => OpenedFont.Of(FindDefault(), "no font is installed. Install the package fonts-dejavu-core"),
                _ when name.Contains('/') => OpenFile(name),
                _ => OpenedFont.Of(
                    SKFontManager.Default.MatchFamily(name),
                    "no such font is installed; allowed: a family that fc-list prints, or the absolute path of a font file"),
            };
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            return new OpenedFont(null, NoLibrary);
        }
    }

    private static OpenedFont OpenFile(string path)
    {
        if (!Path.IsPathRooted(path))
            return new OpenedFont(null, "the path is not absolute; allowed: one that begins with /");
        if (!File.Exists(path))
            return new OpenedFont(null, "there is no such file");
        if (FileBounds.Problem(path, MaxBytes) is { } problem)
            return new OpenedFont(null, problem);
        return OpenedFont.Of(ReadFile(path), "the file is no font, or can't be read; allowed: a TrueType or OpenType file");
    }

    /// <summary>
    /// Reads the whole file. The library would map it, and a map of a file that somebody overwrites ends the process when it is read.
    /// </summary>
    private static SKTypeface? ReadFile(string path)
    {
        try
        {
            using SKData data = SKData.CreateCopy(File.ReadAllBytes(path));
            return SKTypeface.FromData(data);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static SKTypeface? FindDefault()
    {
        if (File.Exists(DefaultFile) && SKTypeface.FromFile(DefaultFile) is { } file)
            return file;
        SKFontManager fonts = SKFontManager.Default;
        return fonts.FontFamilyCount == 0 ? null : fonts.MatchFamily(DefaultFamily) ?? SKTypeface.Default;
    }
}
