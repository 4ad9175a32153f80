using System.Net;
using VideoStream.Access;
using VideoStream.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

public sealed class PlacesTests
{
    private const int Limited = 2;

    private static readonly ViewerPage Page = new("page-0001", IPAddress.Loopback);

    private readonly Places _places = new(Limited);

    [Fact]
    public void The_viewers_of_a_page_take_one_place_also_while_all_are_taken()
    {
        Enter(Page, null);
        Enter(Page, Page);
        Assert.Equal((2, 4), (_places.Taken, _places.Viewers));
        Assert.Equal("2 of 2 places are taken", _places.Check(null)!.Text);
    }

    [Fact]
    public void The_place_of_a_page_is_free_when_its_last_viewer_has_gone()
    {
        Enter(Page, Page, null);
        _places.Leave(Page);
        Assert.Equal((2, 2), (_places.Taken, _places.Viewers));
        Assert.NotNull(_places.Check(null));

        _places.Leave(Page);
        Assert.Equal((1, 1), (_places.Taken, _places.Viewers));
        Enter([null]);
        // It is gone, so it needs a place again.
        Assert.NotNull(_places.Check(Page));
    }

    [Fact]
    public void A_page_has_34_viewers_at_most()
    {
        Enter([.. Enumerable.Repeat<ViewerPage?>(Page, 34)]);
        Assert.False(_places.TryEnter(Page, out PlaceRefusal? refusal));
        Assert.Equal((RefusalCause.TooManyOfPage, "this page has 34 of 34 streams"), (refusal.Cause, refusal.Text));
        Assert.Equal((1, 34), (_places.Taken, _places.Viewers));
        _places.Leave(Page);
        Enter(Page);
    }

    [Fact]
    public void The_same_name_at_another_address_is_another_page()
    {
        Enter(Page, Page with { Address = IPAddress.Parse("192.168.1.7") });
        Assert.Equal(2, _places.Taken);
        Assert.NotNull(_places.Check(Page with { Address = null }));
        Assert.Null(_places.Check(Page));
    }

    [Fact]
    public void Check_takes_no_place()
    {
        for (int i = 0; i < 5; i++)
            Assert.Null(_places.Check(i % 2 == 0 ? Page : null));
        Assert.Equal((0, 0), (_places.Taken, _places.Viewers));
    }

    [Fact]
    public async Task Of_pages_whose_viewers_come_and_go_at_once_no_place_is_lost_and_none_too_many_is_taken()
    {
        const int comers = 32;
        using var together = new Barrier(comers);
        ViewerPage[] pages = [.. Enumerable.Range(0, 4).Select(i => Page with { Id = $"page-000{i}" })];
        int[] most = await Limit.Within(Task.WhenAll(Enumerable.Range(0, comers).Select(i => OwnThread.Run(() =>
        {
            together.SignalAndWait(TestContext.Current.CancellationToken);
            int seen = 0;
            for (int turn = 0; turn < 2000; turn++)
            {
                ViewerPage page = pages[i % pages.Length];
                if (!_places.TryEnter(page, out _))
                    continue;
                seen = Math.Max(seen, _places.Taken);
                _places.Leave(page);
            }

            return seen;
        }))));
        Assert.InRange(most.Max(), 1, Limited);
        Assert.Equal((0, 0), (_places.Taken, _places.Viewers));
    }

    private void Enter(params ViewerPage?[] pages) => Assert.All(pages, page => Assert.True(_places.TryEnter(page, out _)));
}
