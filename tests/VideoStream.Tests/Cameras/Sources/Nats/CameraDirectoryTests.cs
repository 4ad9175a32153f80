using System.Text.Json;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Tests.Cameras.Sources.Nats;

public sealed class CameraDirectoryTests
{
    private readonly CameraDirectory _directory = new(camera => camera.Name != "nameless");
    private long _delivering = -1;

    [Fact]
    public void The_cameras_of_all_services_are_listed_once_and_by_name()
    {
        Add([Of(1, "gate", "Yard"), Of(2, "yard", "attic")]);
        Assert.Equal(["attic", "gate", "Yard"], Names);
        Assert.True(_directory.IsAnswered);
    }

    [Fact]
    public void A_camera_goes_when_its_service_does_not_name_it()
    {
        Add([Of(1, "gate", "yard")]);
        Add([Of(1, "yard")]);
        Assert.Equal(["yard"], Names);
    }

    [Fact]
    public void A_silent_service_keeps_its_cameras_for_some_rounds()
    {
        Add([Of(1, "gate"), Of(2, "yard")]);
        for (int i = 0; i < CameraDirectory.MaxSilentRounds; i++)
        {
            Add([Of(2, "yard")]);
            Assert.Equal(["gate", "yard"], Names);
        }

        Add([Of(2, "yard")]);
        Assert.Equal(["yard"], Names);
    }

    [Fact]
    public void A_service_whose_frames_come_is_not_silent()
    {
        _delivering = 1;
        Add([Of(1, "gate"), Of(2, "yard")]);
        for (int i = 0; i < 2 * CameraDirectory.MaxSilentRounds; i++)
            Add([]);
        Assert.Equal(["gate"], Names);
    }

    [Fact]
    public void A_service_that_answers_again_is_not_silent_any_more()
    {
        for (int i = 0; i < 3 * CameraDirectory.MaxSilentRounds; i++)
            Add(i % CameraDirectory.MaxSilentRounds == 0 ? [Of(1, "gate")] : []);
        Assert.Equal(["gate"], Names);
        Assert.False(_directory.IsAnswered);
    }

    [Fact]
    public void The_title_is_that_of_the_service_that_answers()
    {
        Add([new(1, [new("gate", "Old gate")])]);
        Add([new(2, [new("gate", "New gate")])]);
        Assert.Equal("New gate", Assert.Single(_directory.Cameras).Title);
    }

    [Fact]
    public void Of_services_without_end_those_that_answered_last_are_kept()
    {
        for (int i = 0; i < 3; i++)
            Add(Enumerable.Range(i * CameraDirectory.MaxServices, CameraDirectory.MaxServices).Select(n => Of(n, $"old{i}")));
        Assert.Equal(["old2"], Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("gate/*")]
    [InlineData("*")]
    [InlineData("g\u00e4te")]
    public void What_is_no_name_is_left_out(string name)
    {
        Add([Of(1, name, "gate")]);
        Assert.Equal(["gate"], Names);
    }

    [Fact]
    public void What_is_nothing_is_left_out()
    {
        Add([new PublishedCameras(1, [null!, new PublishedName(null!, null), new PublishedName("gate", null)])]);
        Assert.Equal(["gate"], Names);
    }

    [Fact]
    public void There_are_never_more_than_the_limit()
    {
        Add([Of(1, [.. Enumerable.Range(0, 1000).Select(i => $"camera{i}")])]);
        Assert.Equal(CameraDirectory.MaxCameras, _directory.Cameras.Count);
    }

    [Fact]
    public void Those_that_can_have_no_name_here_take_no_place()
    {
        Add([Of(1, "nameless", "gate")]);
        Assert.Equal(["gate"], Names);
        Assert.Equal("nameless", Assert.Single(_directory.Nameless).Name);
    }

    [Fact]
    public void New_ones_put_none_out_that_are_known()
    {
        Add([Of(1, [.. Enumerable.Range(0, CameraDirectory.MaxCameras).Select(i => $"camera{i}")])]);
        string[] known = Names;
        Assert.False(_directory.IsFull);

        Add([Of(1, [.. known]), Of(2, "a", "b")]);
        Assert.Equal(known, Names);
        Assert.True(_directory.IsFull);
    }

    [Fact]
    public void Names_and_titles_have_a_longest()
    {
        Add([new PublishedCameras(1, [new(new string('a', 33), null), new(new string('a', 32), new string('b', 10_000))])]);
        Assert.Equal(new PublishedName(new string('a', 32), null), Assert.Single(_directory.Cameras));
    }

    private string[] Names => [.. _directory.Cameras.Select(camera => camera.Name)];

    private void Add(IEnumerable<PublishedCameras> answers) => _directory.Add(
        [.. answers.Select(answer => NatsAnswers.Cameras(Json(answer))!)], instance => instance == _delivering);

    private static byte[] Json(PublishedCameras answer) => JsonSerializer.SerializeToUtf8Bytes(answer, NatsJson.Default.PublishedCameras);

    private static PublishedCameras Of(long instance, params string[] cameras) =>
        new(instance, [.. cameras.Select(name => new PublishedName(name, null))]);
}
