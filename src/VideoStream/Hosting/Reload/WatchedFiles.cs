namespace VideoStream.Hosting.Reload;

/// <summary>
/// Finds changes of files by their size, time and target. Unlike inotify this follows symbolic links, also those of Kubernetes, whose
/// folder is replaced, and needs nothing of which the machine has too few. Used by one thread at a time.
/// </summary>
internal sealed class WatchedFiles
{
    private string[] _paths = [];
    private string _known = "";
    private string _last = "";
    private string? _looking;

    /// <summary>The file that is looked at in this moment; null if there is none. Any thread may ask.</summary>
    public string? Looking => Volatile.Read(ref _looking);

    /// <summary>Watches these files from now on. The present state of other files than before is taken for known.</summary>
    public void Watch(IEnumerable<string> paths)
    {
        string[] distinct = [.. paths.Distinct()];
        if (distinct.SequenceEqual(_paths))
            return;
        _paths = distinct;
        _known = _last = State();
    }

    /// <summary>
    /// Looks for changes. A change counts when the next look finds no further one, because a file may be written in several steps.
    /// </summary>
    public bool HaveChanged()
    {
        string state = State();
        bool isQuiet = state == _last;
        _last = state;
        if (!isQuiet || state == _known)
            return false;
        _known = state;
        return true;
    }

    private string State() => string.Join('\n', _paths.Select(State));

    private string State(string path)
    {
        Volatile.Write(ref _looking, path);
        try
        {
            var file = new FileInfo(path);
            var target = (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return target.Exists ? $"{target.FullName} {target.Length} {target.LastWriteTimeUtc.Ticks}" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.GetType().Name;
        }
        finally
        {
            Volatile.Write(ref _looking, null);
        }
    }
}
