using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

public sealed class CedarRecordTests
{
    [Fact]
    public void Names_are_in_the_order_of_their_code_points_whatever_order_they_came_in()
    {
        CedarRecord record = new([new("😀", 1), new("\uFF5E", 2), new("b", 3), new("B", 4), new("", 5), new("ba", 6)]);
        Assert.Equal(["", "B", "b", "ba", "\uFF5E", "😀"], record.Keys);
        Assert.Equal([5, 4, 3, 6, 2, 1], record.Values.Select(v => v.AsLong));
    }

    [Fact]
    public void A_name_that_stands_twice_is_refused() =>
        Assert.Equal("a record has `a` twice (Parameter 'entries')", Assert.Throws<ArgumentException>(() => new CedarRecord([new("a", 1), new("b", 1), new("a", 1)])).Message);

    [Theory]
    [InlineData(4)]
    [InlineData(200)]
    public void Every_name_is_found_and_no_other(int count)
    {
        CedarRecord record = new(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"name{i}", (Value)i)));
        Assert.All(Enumerable.Range(0, count), i => Assert.Equal(i, record[$"name{i}"].AsLong));
        Assert.False(record.TryGetValue("name", out Value none));
        Assert.Equal(default, none);
        Assert.False(record.ContainsKey("Name1"));
        Assert.Throws<KeyNotFoundException>(() => record["other"]);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(200)]
    public void Looking_for_a_name_allocates_nothing(int count)
    {
        CedarRecord record = new(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"name{i}", (Value)i)));
        Assert.Equal(0, Allocations.Of(() => record.TryGetValue("name3", out _) && !record.TryGetValue("nameless", out _) && record.ContainsKey("name0")));
    }

    [Fact]
    public void Equality_is_of_names_and_values() => Prop.ForAll(AnyValue.Records(1).ToArbitrary(), AnyValue.Records(1).ToArbitrary(), (x, y) =>
    {
        CedarRecord again = new(x.Reverse());
        bool same = x.Count == y.Count && x.All(e => y.TryGetValue(e.Key, out Value v) && v == e.Value);
        return x.Equals(again) && x.GetHashCode() == again.GetHashCode() && x.Equals(y) == same;
    }).QuickCheckThrowOnFailure();
}
