using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using VideoStream.Benchmarks;

if (args is ["--smoke", ..])
    return await SmokeAsync();

if (args is ["--encodes", .. var what])
    return BareEncodes.Print(what);

if (args is ["--jpeg", .. var jpegs])
    return JpegCosts.Print(jpegs);

if (args is ["--h264", .. var frames])
    return H264Costs.Print(frames);

if (args is ["--stream", .. var stream])
    return StreamFile.Write(stream);

if (args is ["--psnr", .. var film])
    return FilmQuality.Print(film);

IConfig config = DefaultConfig.Instance.AddDiagnoser(MemoryDiagnoser.Default);
IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(EncodeBenchmarks).Assembly).Run(args, config);
return summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;

// Runs every benchmark once, to know that it works, and then the counts that must not grow.
static async Task<int> SmokeAsync()
{
    Job once = Job.Dry.WithToolchain(InProcessEmitToolchain.Instance);
    IConfig config = ManualConfig.CreateEmpty().AddJob(once).WithOptions(ConfigOptions.DisableLogFile)
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "videostream-benchmarks"));
    foreach (Type type in BenchmarkTypes.All)
    {
        Summary summary = BenchmarkRunner.Run(type, config);
        Console.WriteLine($"{type.Name}: {summary.Reports.Count(report => report.Success)} of {summary.BenchmarksCases.Length} ran");
        if (summary.HasCriticalValidationErrors || summary.BenchmarksCases.Length == 0
            || summary.Reports.Length < summary.BenchmarksCases.Length || summary.Reports.Any(report => !report.Success))
            return 1;
    }

    bool isGood = await DeliveryCounts.CheckAsync();
    return PictureCounts.Check() && isGood ? 0 : 1;
}
