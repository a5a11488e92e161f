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

    private sealed record Entry(UInt128 Key, long At, string CallId, UInt128 Item, long Number, bool IsSettled);
}
