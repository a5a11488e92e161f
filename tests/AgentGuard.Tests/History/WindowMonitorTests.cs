using AgentGuard.Cedar.Temporal;

namespace AgentGuard.Tests.History;

/// <summary>The monitor against a list that is gone through each time.</summary>
public sealed class WindowMonitorTests
{
    private const long Window = 20;

    [Fact]
    public void Whatever_is_added_and_taken_back_it_says_what_a_list_says()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            WindowMonitor<UInt128> monitor = new(Window);
            List<Entry> list = [];
            long now = 0;
            for (int step = 0; step < 200; step++)
            {
                now += random.Next(4);
                UInt128 key = (UInt128)random.Next(3);
                switch (random.Next(8))
                {
                    case 0 when list.Count > 0:
                        Entry back = list[random.Next(list.Count)];
                        monitor.Retract(back.CallId);
                        list.RemoveAll(entry => entry.CallId == back.CallId && !entry.IsSettled && now - entry.At <= Window);
                        break;
                    case 1 when list.Count > 0:
                        int settled = random.Next(list.Count);
                        monitor.Settle(list[settled].CallId);
                        list[settled] = list[settled] with { IsSettled = true };
                        break;
                    case 2:
                        monitor.Clear(key);
                        list.RemoveAll(entry => entry.Key == key);
                        break;
                    default:
                        Entry added = new(key, now, $"call{step}", (UInt128)random.Next(4), random.Next(-5, 100), IsSettled: false);
                        monitor.Add(key, now, added.CallId, added.Item, added.Number);
                        list.Add(added);
                        break;
                }

                foreach (UInt128 read in new UInt128[] { 0, 1, 2 })
                {
                    Entry[] live = [.. list.Where(entry => entry.Key == read && now - entry.At <= Window)];
                    Assert.Equal(
                        (live.Length, live.Select(static entry => entry.Item).Distinct().Count(), (Int128)live.Sum(static entry => entry.Number), live.Length == 0 ? null : live.Max(static entry => (long?)entry.At)),
                        monitor.Read(read, now));
                }
            }
        }
    }

    [Fact]
    public void A_row_that_is_broken_and_mended_is_what_it_would_have_been()
    {
        for (int seed = 0; seed < 2_000; seed++)
        {
            Random random = new(seed);
            WindowMonitor<UInt128> monitor = new(Window);
            List<Entry> list = [];
            List<(int After, UInt128 Key, string? CallId)> breaks = [];
            long now = 0;
            for (int step = 0; step < 100; step++)
            {
                now += random.Next(3);
                UInt128 key = (UInt128)random.Next(2);
                string call = $"call{step}";
                switch (random.Next(10))
                {
                    case 0:
                        monitor.Clear(key);
                        breaks.Add((step, key, null));
                        break;
                    case 1 or 2:
                        monitor.Clear(key, call);
                        breaks.Add((step, key, call));
                        break;
                    case 3 or 4 when breaks.FindAll(static broken => broken.CallId is not null) is { Count: > 0 } open:
                        (int After, UInt128 Key, string? CallId) mended = open[random.Next(open.Count)];
                        monitor.Retract(mended.CallId!);
                        breaks.Remove(mended);
                        break;
                    case 5 when breaks.FindIndex(static broken => broken.CallId is not null) is >= 0 and var settled:
                        monitor.Settle(breaks[settled].CallId!);
                        breaks[settled] = breaks[settled] with { CallId = null };
                        break;
                    case 6 when list.Count > 0:
                        Entry back = list[random.Next(list.Count)];
                        monitor.Retract(back.CallId);
                        list.RemoveAll(entry => entry.CallId == back.CallId && now - entry.At <= Window);
                        break;
                    default:
                        monitor.Add(key, now, call, (UInt128)random.Next(4), step);
                        list.Add(new Entry(key, now, call, 0, step, IsSettled: false));
                        break;
                }

                foreach (UInt128 read in new UInt128[] { 0, 1 })
                {
                    int last = breaks.Where(broken => broken.Key == read).Select(static broken => broken.After).DefaultIfEmpty(-1).Max();
                    Entry[] live = [.. list.Where(entry => entry.Key == read && now - entry.At <= Window && entry.Number > last)];
                    (long count, _, Int128 sum, long? newest) = monitor.Read(read, now);
                    Assert.Equal((live.Length, (Int128)live.Sum(static entry => entry.Number), live.Length == 0 ? null : live.Max(static entry => (long?)entry.At)), (count, sum, newest));
                }
            }
        }
    }

    private sealed record Entry(UInt128 Key, long At, string CallId, UInt128 Item, long Number, bool IsSettled);
}
