using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

public sealed class CedarSetTests
{
    private static readonly Arbitrary<Value[]> s_elements = AnyValue.Values.ArrayOf().ToArbitrary();

    [Fact]
    public void Order_and_duplicates_do_not_count() => Prop.ForAll(s_elements, elements =>
    {
        CedarSet set = new(elements);
        CedarSet again = new(elements.Reverse().Concat(elements));
        return set.Equals(again)
            && set.GetHashCode() == again.GetHashCode()
            && set.ToString() == again.ToString()
            && set.Count == elements.Distinct().Count();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_answers_as_a_hash_set_does() => Prop.ForAll(s_elements, s_elements, (left, right) =>
    {
        (CedarSet x, CedarSet y) = (new(left), new(right));
        (HashSet<Value> a, HashSet<Value> b) = ([.. left], [.. right]);
        return x.ContainsAll(y) == a.IsSupersetOf(b)
            && x.ContainsAny(y) == a.Overlaps(b)
            && x.Equals(y) == a.SetEquals(b)
            && left.All(x.Contains)
            && right.All(v => x.Contains(v) == a.Contains(v));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_empty_set_is_in_every_set_and_meets_none()
    {
        CedarSet set = new([1]);
        Assert.True(set.ContainsAll(CedarSet.Empty));
        Assert.True(CedarSet.Empty.ContainsAll(CedarSet.Empty));
        Assert.False(CedarSet.Empty.ContainsAll(set));
        Assert.False(set.ContainsAny(CedarSet.Empty));
        Assert.False(CedarSet.Empty.ContainsAny(CedarSet.Empty));
        Assert.Empty(CedarSet.Empty);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1000)]
    public void Looking_for_an_element_allocates_nothing(int count)
    {
        CedarSet set = new(Enumerable.Range(0, count).Select(i => (Value)$"element {i}"));
        CedarSet other = new(Enumerable.Range(count, count).Select(i => (Value)$"element {i}"));
        Value present = $"element {count - 1}";
        Value absent = "element";
        Assert.Equal(0, Allocations.Of(() => set.Contains(present) && !set.Contains(absent) && !set.ContainsAny(other) && !set.ContainsAll(other)));
    }
}
