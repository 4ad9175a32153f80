namespace VideoStream.Hosting;

/// <summary>Reports on standard error why the service can't start: one line for an operator's mistake, a stack trace for a bug.</summary>
internal static class StartFailure
{
    /// <summary>The exit code after an operator's mistake.</summary>
    public const int ExitCode = 1;

    /// <summary>The exit code after a bug: EX_SOFTWARE of sysexits.h.</summary>
    public const int BugExitCode = 70;

    /// <summary>Reports an exception.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(Exception exception)
    {
        // It was asked to stop while it started.
        if (exception is OperationCanceledException)
            return 0;
        if (OperatorMistake.Is(exception))
            return Report(OperatorMistake.Message(exception));
        Console.Error.WriteLine($"VideoStream can't start because of a bug: {exception}");
        return BugExitCode;
    }

    /// <summary>Reports an operator's mistake.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(string problem)
    {
        Console.Error.WriteLine("VideoStream can't start: " + problem.ReplaceLineEndings(" "));
        return ExitCode;
    }
}
