namespace VideoStream.Access;

/// <summary>The command that starts this program, as messages name it: it depends on how the program was installed.</summary>
internal static class CommandName
{
    /// <summary>The variable in which a script that starts the program names itself.</summary>
    public const string Variable = "VIDEOSTREAM_COMMAND";

    /// <summary>The command of this process.</summary>
    public static string Own { get; } = Of(Environment.GetEnvironmentVariable(Variable), FirstWord(), Environment.GetCommandLineArgs()[0]);

    /// <summary>The command line that makes a key.</summary>
    public static string NewKey => $"{Own} keys new NAME";

    /// <summary>The command.</summary>
    /// <param name="script">The script that started the program; null or empty if there was none.</param>
    /// <param name="firstWord">The first word of the process's command line.</param>
    /// <param name="assembly">The program's own file, which <c>dotnet</c> is given as an argument.</param>
    internal static string Of(string? script, string firstWord, string assembly)
    {
        if (!string.IsNullOrEmpty(script))
            return script;
        return Path.GetFileNameWithoutExtension(firstWord) == "dotnet" ? $"dotnet {assembly}" : firstWord;
    }

    /// <summary>The runtime replaces this word by the assembly's path, so it is read from the system.</summary>
    private static string FirstWord()
    {
        try
        {
            if (OperatingSystem.IsLinux() && File.ReadAllText("/proc/self/cmdline").Split('\0')[0] is { Length: > 0 } word)
                return word;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A sandbox without /proc.
        }

        return Environment.ProcessPath ?? "VideoStream";
    }
}
