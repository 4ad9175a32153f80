using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed class QueuedOutputTests
{
    [Fact]
    public void What_is_written_arrives_in_order_and_whole()
    {
        var stream = new MemoryStream();
        using (var output = new QueuedOutput(bytes => stream.Write(bytes, 0, bytes.Length)))
        {
            output.Write("one ");
            output.Write('2');
            output.WriteLine(" Größe");
        }

        Assert.Equal($"one 2 Größe{Environment.NewLine}", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Nobody_waits_for_an_output_that_is_not_read_and_what_is_missing_is_counted()
    {
        using var stream = new BlockingStream();
        using (var output = new QueuedOutput(bytes => stream.Write(bytes, 0, bytes.Length)))
        {
            // The first one blocks in the stream, and a thousand fit into the queue.
            output.Write("line\n");
            stream.UntilBlocked();
            for (int i = 0; i < 1007; i++)
                output.Write("line\n");
            stream.Open();
        }

        string[] lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1001, lines.Count(line => line == "line"));
        Assert.Equal("7 lines of the log are missing here: nobody read them in time", lines[^1].TrimEnd());
    }

    [Fact]
    public void A_full_disk_costs_lines_and_nothing_else()
    {
        var disk = new FullDisk();
        using (var output = new QueuedOutput(bytes => disk.Write(bytes, 0, bytes.Length)))
        {
            output.Write("one");
            output.Write("two");
        }

        Assert.Equal(2, disk.Tries);
    }

    private sealed class FullDisk : MemoryStream
    {
        public int Tries { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Tries++;
            throw new IOException("no space left");
        }
    }

    private sealed class BlockingStream : MemoryStream
    {
        private readonly ManualResetEventSlim _blocked = new(), _open = new();

        public void UntilBlocked() => Limit.Until(() => _blocked.IsSet);

        public void Open() => _open.Set();

        public override void Write(byte[] buffer, int offset, int count)
        {
            _blocked.Set();
            Assert.True(_open.Wait(TimeSpan.FromSeconds(30)));
            base.Write(buffer, offset, count);
        }
    }
}
