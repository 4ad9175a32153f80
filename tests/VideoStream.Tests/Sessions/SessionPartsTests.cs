using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Protocol;
using VideoStream.Sessions;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Sessions;

/// <summary>The small parts of a session.</summary>
public sealed class SessionPartsTests
{
    [Fact]
    public void A_change_sets_what_it_names_and_leaves_the_rest_alone()
    {
        var options = new VideoStreamOptions();
        ViewerSettings settings = ViewerSettings.Defaults(options);
        Assert.Equal(new ViewerSettings(false, 80, 30, null, true, false), settings);

        ViewerSettings changed = new SettingsChange { Quality = 60, Resize = new(new PictureSize(640, 360)) }.ApplyTo(settings);
        Assert.Equal(settings with { Quality = 60, Box = new PictureSize(640, 360) }, changed);
        Assert.Equal(settings with { Quality = 60 }, new SettingsChange { Resize = new(null) }.ApplyTo(changed));
    }

    [Fact]
    public void A_picture_is_acknowledged_once_and_only_if_it_was_sent()
    {
        var time = new FakeTimeProvider();
        var sent = new SentPictures(time);
        time.Advance(TimeSpan.FromSeconds(1));
        long now = time.GetTimestamp();
        sent.Add(7);
        Assert.False(sent.TryAcknowledge(8, out _));
        Assert.True(sent.TryAcknowledge(7, out long sentAt));
        Assert.Equal(now, sentAt);
        Assert.False(sent.TryAcknowledge(7, out _));
    }

    [Fact]
    public void Pictures_that_were_sent_long_ago_are_forgotten()
    {
        var sent = new SentPictures(new FakeTimeProvider());
        for (int number = 1; number <= 1000; number++)
            sent.Add(number);
        Assert.False(sent.TryAcknowledge(1, out _));
        Assert.True(sent.TryAcknowledge(1000, out _));
    }

    [Fact]
    public async Task The_outbox_merges_news_keeps_answers_in_order_and_stops_reading_from_who_does_not_read()
    {
        int woken = 0;
        var outbox = new Outbox(() => woken++);
        outbox.Announce(News.Stats);
        outbox.Announce(News.Config);
        Assert.Equal(News.Stats | News.Config, outbox.TakeNews());
        Assert.Equal(News.None, outbox.TakeNews());
        Assert.Equal(2, woken);

        for (int i = 0; i < 16; i++)
            await outbox.AnswerAsync(new ServerMessage.Pong(i, 0));
        Task blocked = outbox.AnswerAsync(new ServerMessage.Pong(16, 0)).AsTask();
        Assert.False(blocked.IsCompleted);
        Assert.True(outbox.TryTakeAnswer(out ServerMessage? first));
        Assert.Equal(0, ((ServerMessage.Pong)first!).T);
        await Limit.Within(blocked);

        Task stuck = outbox.AnswerAsync(new ServerMessage.Pong(17, 0)).AsTask();
        outbox.Close();
        await Assert.ThrowsAsync<ChannelClosedException>(() => Limit.Within(stuck));
    }
}
