namespace VideoStream.Hosting;

/// <summary>One switch of the command line with its value, or a stray word.</summary>
/// <param name="Text">The argument up to <c>=</c>, with its dashes.</param>
/// <param name="Value">The value; null if there is none.</param>
internal readonly record struct CommandLineSwitch(string Text, string? Value)
{
    private const string Prefix = "--";

    /// <summary>Whether it is a switch: <c>--name</c>.</summary>
    public bool IsSwitch => IsPrefixed(Text);

    /// <summary>The name without dashes.</summary>
    public string Name => Text.TrimStart('-');

    /// <summary>Reads arguments like the framework's provider, except that a switch is never the value of the one before it.</summary>
    public static IEnumerable<CommandLineSwitch> Read(IReadOnlyList<string> args)
    {
        for (int i = 0; i < args.Count; i++)
        {
            string argument = args[i];
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0)
                yield return new(argument[..equals], argument[(equals + 1)..]);
            else if (IsPrefixed(argument) && !IsFlag(argument) && i + 1 < args.Count && !IsPrefixed(args[i + 1]))
                yield return new(argument, args[++i]);
            else
                yield return new(argument, null);
        }
    }

    private static bool IsPrefixed(string argument) => argument.StartsWith(Prefix, StringComparison.Ordinal);

    private static bool IsFlag(string argument) => argument is "--help" or "--version";
}
