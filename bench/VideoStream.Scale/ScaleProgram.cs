namespace VideoStream.Scale;

internal static class ScaleProgram
{
    private static Task<int> Main(string[] args) => new ScaleCommand(RunAsync).Parse(args).InvokeAsync();

    private static async Task<int> RunAsync(ScaleOptions options)
    {
        if (options.Problem is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return 1;
        }

        if (!options.Measure)
            return Scenario.Run(options, Console.Out);
        new AnswerCosts(options).Print(Console.Out);
        return options.Nats is null || await AnswersOverNats.PrintAsync(options, Console.Out) ? 0 : 1;
    }
}
