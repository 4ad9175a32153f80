using SharpFuzz;

namespace VideoStream.Fuzz;

/// <summary>
/// Gives one target its inputs. Not named <c>Program</c> as the service's is, because the tests use the types of both.
/// </summary>
internal static class FuzzProgram
{
    /// <summary>Runs <c>VideoStream.Fuzz TARGET</c>, under afl-fuzz or with one input on standard input.</summary>
    public static int Main(string[] args)
    {
        if (args is not [var name] || FuzzTargets.Find(name) is not { } create)
        {
            Console.Error.WriteLine($"usage: VideoStream.Fuzz TARGET; TARGET is one of {string.Join(", ", FuzzTargets.Names)}");
            return 2;
        }

        // Not before: instrumented code can't run until the fuzzer has given it memory to record its branches.
        BoundedTarget? target = null;

        // Under afl-fuzz this runs one input after the other, and what a target throws is a crash.
        Fuzzer.Run(stream => (target ??= new BoundedTarget(create())).Run(ReadAll(stream)));
        target?.Dispose();
        return 0;
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
