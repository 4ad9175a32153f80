using System.Net;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

public sealed class PlacesTests
{
    private const int Limited = 2;

    private static readonly ViewerPage Page = new("page-0001", IPAddress.Loopback);

    private readonly Places _places = new(() => new ClientLimits { MaxClients = Limited });

    [Fact]
    public void The_viewers_of_a_page_take_one_place_also_while_all_are_taken()
    {
        Enter(Page, null);
        Enter(Page, Page);
        Assert.Equal((2, 4), (_places.Taken, _places.Viewers));
        Assert.Equal("2 of 2 places are taken", _places.Check(null, null)!.Text);
    }

    [Fact]
    public void The_place_of_a_page_is_free_when_its_last_viewer_has_gone()
    {
        Enter(Page, Page, null);
        _places.Leave(Page, null);
        Assert.Equal((2, 2), (_places.Taken, _places.Viewers));
        Assert.NotNull(_places.Check(null, null));

        _places.Leave(Page, null);
        Assert.Equal((1, 1), (_places.Taken, _places.Viewers));
        Enter([null]);
        // It is gone, so it needs a place again.
        Assert.NotNull(_places.Check(Page, null));
    }

    [Fact]
    public void A_page_has_34_viewers_at_most()
    {
        Enter([.. Enumerable.Repeat<ViewerPage?>(Page, 34)]);
        Assert.False(_places.TryEnter(Page, null, out PlaceRefusal? refusal));
        Assert.Equal((RefusalCause.TooManyOfPage, "this page has 34 of 34 streams"), (refusal.Cause, refusal.Text));
        Assert.Equal((1, 34), (_places.Taken, _places.Viewers));
        _places.Leave(Page, null);
        Enter(Page);
    }

    [Fact]
    public void The_same_name_at_another_address_is_another_page()
    {
        Enter(Page, Page with { Address = IPAddress.Parse("192.168.1.7") });
        Assert.Equal(2, _places.Taken);
        Assert.NotNull(_places.Check(Page with { Address = null }, null));
        Assert.Null(_places.Check(Page, null));
    }

    [Fact]
    public void An_address_takes_no_more_places_than_one_may_have_also_while_others_are_free()
    {
        IPAddress one = IPAddress.Parse("192.168.1.7"), other = IPAddress.Parse("192.168.1.8");
        var limits = new ClientLimits { MaxClients = 10, MaxClientsPerAddress = 2 };
        var places = new Places(() => limits);
        ViewerPage page = Page with { Address = one };
        Assert.True(places.TryEnter(null, one, out _));
        Assert.True(places.TryEnter(page, one, out _));
        Assert.False(places.TryEnter(null, one, out PlaceRefusal? refusal));
        Assert.Equal((RefusalCause.TooManyOfAddress, "this address has 2 of 2 places"), (refusal.Cause, refusal.Text));
        Assert.Equal(RefusalCause.TooManyOfAddress, places.Check(null, one)!.Cause);

        // Another viewer of the page takes no place, and others have their own.
        Assert.True(places.TryEnter(page, one, out _));
        Assert.True(places.TryEnter(null, other, out _));
        Assert.True(places.TryEnter(null, null, out _));
        places.Leave(page, one);
        Assert.NotNull(places.Check(null, one));
        places.Leave(page, one);
        Assert.Null(places.Check(null, one));

        // A reload counts at once.
        limits = new ClientLimits { MaxClients = 10, MaxClientsPerAddress = 1 };
        Assert.NotNull(places.Check(null, one));
        limits = new ClientLimits { MaxClients = 10 };
        Assert.Null(places.Check(null, one));
    }

    [Fact]
    public void Check_takes_no_place()
    {
        for (int i = 0; i < 5; i++)
            Assert.Null(_places.Check(i % 2 == 0 ? Page : null, null));
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
                if (!_places.TryEnter(page, null, out _))
                    continue;
                seen = Math.Max(seen, _places.Taken);
                _places.Leave(page, null);
            }

            return seen;
        }))));
        Assert.InRange(most.Max(), 1, Limited);
        Assert.Equal((0, 0), (_places.Taken, _places.Viewers));
    }

    private void Enter(params ViewerPage?[] pages) => Assert.All(pages, page => Assert.True(_places.TryEnter(page, null, out _)));
}
