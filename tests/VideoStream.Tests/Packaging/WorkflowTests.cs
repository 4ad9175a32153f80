using System.Text.RegularExpressions;
using VideoStream.Tests.Support;
using YamlDotNet.Core;

namespace VideoStream.Tests.Packaging;

/// <summary>The workflows of GitHub Actions, which only GitHub can run.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Files => [.. Repository.Files(".github/workflows")];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_job_has_a_time_limit_and_steps_that_either_run_or_use_something(string path)
    {
        Workflow workflow = Yaml.Read<Workflow>(path);
        Assert.NotEmpty(workflow.Events);
        Assert.NotEmpty(workflow.Jobs);
        Assert.All(workflow.Jobs.Values, job =>
        {
            Assert.NotEqual("", job.RunsOn);
            Assert.InRange(job.TimeoutMinutes, 1, 120);
            Assert.All(job.Needs, needed => Assert.Contains(needed, workflow.Jobs.Keys));
            Assert.NotEmpty(job.Steps);
            Assert.All(job.Steps, step => Assert.True(step.Run is null != step.Uses is null, step.Name ?? step.Uses ?? step.Run));
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_reads_by_default_and_jobs_ask_for_what_they_write(string path)
    {
        Workflow workflow = Yaml.Read<Workflow>(path);
        Assert.Equal([new("contents", "read")], workflow.Permissions);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_have_a_version(string path) => Assert.All(
        Steps(path).Where(step => step.Uses is not null), step => Assert.Matches(@"^[\w-]+/[\w/-]+@v\d+$", step.Uses));

    [Theory]
    [MemberData(nameof(Files))]
    public void Scripts_that_are_run_exist(string path)
    {
        IEnumerable<string> scripts =
            from step in Steps(path)
            from Match match in Script().Matches(step.Run ?? "")
            select match.Value;
        string[] known = [.. Repository.Files("scripts"), .. Repository.Files("bench")];
        Assert.All(scripts, script => Assert.Contains(script, known));
    }

    [Theory]
    [InlineData("timeout-minutes", "timeout_minutes")]
    [InlineData("permissions:", "name: ci\npermissions:")]
    public void An_unknown_or_repeated_key_is_an_error(string key, string wrong)
    {
        string text = Repository.Text(".github/workflows/ci.yml").Replace(key, wrong, StringComparison.Ordinal);
        Assert.Throws<YamlException>(() => Yaml.Parse<Workflow>(text));
    }

    private static IEnumerable<WorkflowStep> Steps(string path) => Yaml.Read<Workflow>(path).Jobs.Values.SelectMany(job => job.Steps);

    [GeneratedRegex(@"\b(scripts|bench)/[\w/-]+\.sh\b")]
    private static partial Regex Script();
}
