using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.H264;

/// <summary>What is kept of a camera's own video.</summary>
public sealed class CameraVideoTests
{
    private static readonly PictureSize Size = new(320, 180);
    private static readonly List<byte[]> Units = CameraUnits.Encode(Size, 30, keyEvery: 10);

    [Fact]
    public void Who_missed_all_begins_with_the_key_frame_and_misses_none_after_it()
    {
        var camera = new CameraUnits(Size);
        Units.ForEach(unit => camera.Add(unit));

        List<long> taken = [];
        long last = 0;
        while (camera.Video.TryTakeNext(last, out EncodedFrame? unit))
        {
            taken.Add(last = unit.Stamp.Number);
            unit.Release();
        }

        Assert.Equal(Enumerable.Range(21, 10).Select(number => (long)number), taken);
    }

    [Fact]
    public void Each_unit_depends_on_the_one_before_except_a_key_frame()
    {
        var camera = new CameraUnits(Size);
        List<StreamUnit> places = [];
        foreach (byte[] unit in Units.Take(12))
            places.Add(Taken(camera, camera.Add(unit)).Unit!.Value);

        // OpenH264's layers: of eight frames four are for no other.
        Assert.Equal([1L, 11L], places.Where(place => place.IsKeyFrame).Select(place => place.Number));
        Assert.Contains(places, place => place.Layer == 1);
        Assert.All(places.Where(place => !place.IsKeyFrame), place =>
            Assert.Equal(places.Last(before => before.Number < place.Number && before.Layer == 0).Number, place.Reference));
    }

    [Fact]
    public void A_unit_after_a_loss_depends_on_one_that_nobody_has_until_the_next_key_frame()
    {
        var camera = new CameraUnits(Size);
        long first = camera.Add(Units[0]);
        long lost = camera.Add(Units[4], followsLoss: true), next = camera.Add(Units[8]);

        Assert.Equal(lost, Taken(camera, lost).Unit!.Value.Reference);
        Assert.Equal(next, Taken(camera, next).Unit!.Value.Reference);
        Assert.NotEqual(first, Taken(camera, next).Unit!.Value.Reference);
        Assert.Equal(0, Taken(camera, camera.Add(Units[10])).Unit!.Value.Reference);
    }

    [Fact]
    public void A_unit_has_its_metadata_and_may_be_read_after_the_frame_is_gone()
    {
        var camera = new CameraUnits(Size);
        long number = camera.Add(Units[0]);
        Assert.True(camera.Video.TryTakeNext(0, out EncodedFrame? unit));
        camera.Video.Clear();

        Assert.True(H264Metadata.TryRead(unit.Bytes.Span, out string text));
        Assert.Equal($"seq={number}&captured_us=0&camera=main", text);
        unit.Release();
        Assert.Throws<ObjectDisposedException>(() => unit.Bytes);
    }

    [Fact]
    public void A_viewer_can_begin_while_the_units_since_the_key_frame_are_few()
    {
        var camera = new CameraUnits(Size);
        Assert.True(camera.Video.CanBegin);
        camera.Add(Units[0]);
        // 40 ms each: two seconds.
        for (int i = 0; i < 50; i++)
            camera.Add(Units[2]);
        Assert.True(camera.Video.CanBegin);
        camera.Add(Units[2]);
        Assert.False(camera.Video.CanBegin);
        camera.Add(Units[10]);
        Assert.True(camera.Video.CanBegin);
    }

    [Fact]
    public void A_stream_with_few_key_frames_is_decoded_as_it_comes_and_not_kept_for_long()
    {
        var camera = new CameraUnits(Size);
        camera.Add(Units[0]);
        for (int i = 0; i < 100; i++)
            camera.Add(Units[2]);
        Assert.False(camera.Video.IsDecodedAtOnce);
        for (int i = 0; i < 100; i++)
            camera.Add(Units[2]);
        Assert.True(camera.Video.IsDecodedAtOnce);

        // Six seconds are kept.
        Assert.True(camera.Video.TryTakeNext(0, out EncodedFrame? oldest));
        Assert.Equal(201 - 150, oldest.Stamp.Number);
        oldest.Release();
        Assert.False(camera.Video.TryTakeUpTo(0, 201, []));

        // What follows will be as long again, until it is not.
        camera.Add(Units[10]);
        Assert.True(camera.Video.IsDecodedAtOnce);
        camera.Add(Units[20]);
        Assert.False(camera.Video.IsDecodedAtOnce);
    }

    [Fact]
    public void A_few_units_are_few_however_old_they_are()
    {
        var camera = new CameraUnits(Size) { Interval = 10_000 };
        Units.Take(8).ToList().ForEach(unit => camera.Add(unit));
        Assert.True(camera.Video.CanBegin);
        Assert.False(camera.Video.IsDecodedAtOnce);
        Assert.Equal(1, Taken(camera, 1).Stamp.Number);
        List<EncodedFrame> units = [];
        Assert.True(camera.Video.TryTakeUpTo(0, 8, units));
        units.ForEach(unit => unit.Release());
        camera.Add(Units[8]);
        Assert.False(camera.Video.CanBegin);
    }

    [Fact]
    public void The_bitrate_is_that_of_the_second_second_as_the_first_may_have_what_a_server_has_kept()
    {
        var camera = new CameraUnits(Size);
        int bytes = 0;
        for (int i = 0; i < 55; i++)
        {
            Assert.Equal(i <= 50 ? 0 : 1, Math.Sign(camera.Video.Kilobits));
            long number = camera.Add(Units[i % 30]);
            bytes += i is >= 25 and < 50 ? Taken(camera, number).Bytes.Length : 0;
        }

        // 25 frames took a second.
        Assert.Equal(bytes * 8 / 1000.0, camera.Video.Kilobits, tolerance: 1);
    }

    private static EncodedFrame Taken(CameraUnits camera, long number)
    {
        Assert.True(camera.Video.TryTakeNext(number - 1, out EncodedFrame? unit));
        unit.Release();
        return unit;
    }
}
