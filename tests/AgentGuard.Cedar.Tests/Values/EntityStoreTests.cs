using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

public sealed class EntityStoreTests
{
    [Fact]
    public void Ancestors_are_closed_and_do_not_hold_the_entity_itself()
    {
        EntityStore store = new([Node("a", "b"), Node("b", "c", "d"), Node("c", "e")]);
        Assert.True(store.TryGetEntity(Uid("a"), out Entity? entity));
        Assert.Equal([Uid("b"), Uid("c"), Uid("d"), Uid("e")], entity.Ancestors);
        Assert.Equal([Uid("b")], entity.Parents);
        Assert.True(entity.IsDescendantOf(Uid("e")));
        Assert.False(entity.IsDescendantOf(Uid("a")));
        Assert.False(store.TryGetEntity(Uid("e"), out _));
    }

    [Fact]
    public void The_closure_is_reachability() => Prop.ForAll(Graphs.Acyclic.ToArbitrary(), parents =>
    {
        EntityStore store = new(Graphs.Entities(parents));
        return parents.Keys.All(child => store.TryGetEntity(Uid(child), out Entity? entity)
            && Graphs.Reachable(parents, child).Select(Uid).ToHashSet().SetEquals(entity.Ancestors)
            && entity.Ancestors.All(entity.IsDescendantOf));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cycle_is_refused_and_named()
    {
        EntityException fault = Assert.Throws<EntityException>(() => new EntityStore([Node("x", "a"), Node("a", "b"), Node("b", "c"), Node("c", "a")]));
        Assert.Equal("the entities form a cycle: `Node::\"a\" in Node::\"b\" in Node::\"c\" in Node::\"a\"`", fault.Message);
        Assert.Equal(Uid("a"), fault.Uid);
    }

    [Fact]
    public void An_entity_that_is_its_own_parent_is_a_cycle() =>
        Assert.Equal("the entities form a cycle: `Node::\"a\" in Node::\"a\"`", Assert.Throws<EntityException>(() => new EntityStore([Node("a", "a")])).Message);

    [Fact]
    public void A_long_cycle_is_named_in_part()
    {
        IEnumerable<Entity> ring = Enumerable.Range(0, 5_000).Select(i => Node($"{i}", $"{(i + 1) % 5_000}"));
        EntityException fault = Assert.Throws<EntityException>(() => new EntityStore(ring));
        Assert.StartsWith("the entities form a cycle: `Node::\"0\" in … in Node::\"4993\" in", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_uid_stands_for_one_entity()
    {
        Entity alice = new(Uid("alice"), new CedarRecord([new("age", 1)]), [Uid("a"), Uid("b")]);
        Entity same = new(Uid("alice"), new CedarRecord([new("age", 1)]), [Uid("b"), Uid("a"), Uid("a")]);
        Entity older = new(Uid("alice"), new CedarRecord([new("age", 2)]), [Uid("a"), Uid("b")]);
        Assert.Single(new EntityStore([alice, same]));
        Assert.Equal("`Node::\"alice\"` stands for two entities that differ", Assert.Throws<EntityException>(() => new EntityStore([alice, older])).Message);
    }

    [Fact]
    public void A_hierarchy_without_bound_is_refused()
    {
        IEnumerable<Entity> chain = Enumerable.Range(0, 10_000).Select(i => Node($"{i}", $"{i + 1}"));
        Assert.Equal($"the entities have more than {EntityStore.MaximumSteps} ancestors in all", Assert.Throws<EntityException>(() => new EntityStore(chain)).Message);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    public void Looking_up_allocates_nothing(int depth)
    {
        EntityStore store = new(Enumerable.Range(0, depth).Select(i => Node($"{i}", $"{i + 1}")));
        EntityUid first = Uid("0");
        EntityUid last = Uid($"{depth}");
        Assert.Equal(0, Allocations.Of(() => store.TryGetEntity(first, out Entity? entity) && entity.IsDescendantOf(last) && !entity.IsDescendantOf(first)));
    }

    private static EntityUid Uid(string id) => Graphs.Uid(id);

    private static Entity Node(string id, params string[] parents) => Graphs.Node(id, parents);
}
