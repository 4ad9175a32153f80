using VideoStream.Hosting.Reload;

namespace VideoStream.Tests.Hosting.Reload;

public sealed class WatchedFilesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("videostream-");
    private readonly WatchedFiles _files = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_change_counts_once_when_it_has_gone_on_for_no_longer_than_a_look()
    {
        string path = Write("settings", "a");
        _files.Watch([path]);
        Assert.False(_files.HaveChanged());
        Write("settings", "ab");
        Assert.False(_files.HaveChanged());
        Write("settings", "abc");
        Assert.False(_files.HaveChanged());
        Assert.True(_files.HaveChanged());
        Assert.False(_files.HaveChanged());
    }

    [Fact]
    public void A_file_that_comes_and_one_that_goes_are_changes()
    {
        string path = Path.Combine(_directory.FullName, "later");
        _files.Watch([path]);
        Write("later", "a");
        AssertChanged();
        File.Delete(path);
        AssertChanged();
    }

    /// <summary>As an installed service has it: the link stays, and the file that it names is edited, or replaced.</summary>
    [Fact]
    public void A_change_of_the_file_that_a_link_names_is_a_change()
    {
        string target = Write("target", "a"), link = Path.Combine(_directory.FullName, "link");
        File.CreateSymbolicLink(link, target);
        _files.Watch([link]);
        Write("target", "ab");
        AssertChanged();
        File.Delete(link);
        File.CreateSymbolicLink(link, Write("other", "ab"));
        AssertChanged();
    }

    /// <summary>As a ConfigMap has it: a link to a file in a folder that is a link, which is replaced.</summary>
    [Fact]
    public void A_folder_on_the_path_that_is_replaced_is_a_change()
    {
        foreach (string version in (string[])["1", "22"])
        {
            _directory.CreateSubdirectory(version);
            Write(Path.Combine(version, "settings"), version);
        }

        string data = Path.Combine(_directory.FullName, "data"), link = Path.Combine(_directory.FullName, "settings");
        Directory.CreateSymbolicLink(data, Path.Combine(_directory.FullName, "1"));
        File.CreateSymbolicLink(link, Path.Combine("data", "settings"));
        _files.Watch([link]);
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, Path.Combine(_directory.FullName, "22"));
        AssertChanged();
    }

    private void AssertChanged()
    {
        Assert.False(_files.HaveChanged());
        Assert.True(_files.HaveChanged());
        Assert.False(_files.HaveChanged());
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
