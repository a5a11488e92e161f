using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

public sealed class EntityOverlayTests
{
    private static readonly EntityStore s_base = new([Node("bot", "team"), Node("team", "company"), Node("company")]);

    [Fact]
    public void Attributes_are_laid_over_an_entity_and_its_place_is_kept()
    {
        Assert.True(s_base.TryGetEntity(Uid("bot"), out Entity? bot));
        EntityOverlay overlay = new(s_base, [bot.WithAttributes(new CedarRecord([new("risk", 7)]))]);
        Entity found = Find(overlay, "bot");
        Assert.Equal(7, found.Attributes["risk"].AsLong);
        Assert.Equal([Uid("team"), Uid("company")], found.Ancestors);
        Assert.Empty(Find(s_base, "bot").Attributes);
        Assert.Same(Find(s_base, "team"), Find(overlay, "team"));
        Assert.False(overlay.TryGetEntity(Uid("nobody"), out _));
    }

    [Fact]
    public void An_added_entity_is_in_everything_that_its_parents_are_in() =>
        Assert.Equal([Uid("bot"), Uid("team"), Uid("company")], Find(new EntityOverlay(s_base, [Node("session", "bot")]), "session").Ancestors);

    [Fact]
    public void A_replaced_parent_moves_what_is_below_it()
    {
        EntityOverlay overlay = new(s_base, [Node("team", "partner")]);
        Assert.Equal([Uid("team"), Uid("partner")], Find(overlay, "bot").Ancestors);
        Assert.Equal([Uid("team"), Uid("company")], Find(s_base, "bot").Ancestors);
    }

    [Fact]
    public void A_parent_that_the_base_lacked_extends_what_is_below_it()
    {
        EntityStore dangling = new([Node("bot", "missing")]);
        Assert.Equal([Uid("missing"), Uid("company")], Find(new EntityOverlay(dangling, [Node("missing", "company")]), "bot").Ancestors);
    }

    [Fact]
    public void Overlays_lie_over_overlays()
    {
        EntityOverlay lower = new(s_base, [Node("team", "partner")]);
        EntityOverlay upper = new(lower, [Node("partner", "world")]);
        Assert.Equal([Uid("team"), Uid("partner"), Uid("world")], Find(upper, "bot").Ancestors);
    }

    [Fact]
    public void A_cycle_through_the_base_is_refused() =>
        Assert.Equal(
            "the entities form a cycle: `Node::\"company\" in Node::\"bot\" in Node::\"team\" in Node::\"company\"`",
            Assert.Throws<EntityException>(() => new EntityOverlay(s_base, [Node("company", "bot")])).Message);

    [Fact]
    public void One_uid_stands_for_one_entity() =>
        Assert.Throws<EntityException>(() => new EntityOverlay(s_base, [Node("bot"), Node("bot", "team")]));

    [Fact]
    public void An_overlay_is_the_store_of_the_whole() => Prop.ForAll(Graphs.Acyclic.ToArbitrary(), Graphs.Acyclic.ToArbitrary(), (under, over) =>
    {
        Dictionary<string, string[]> few = over.Take(3).ToDictionary();
        Dictionary<string, string[]> whole = under.Where(p => !few.ContainsKey(p.Key)).Concat(few).ToDictionary();
        EntityOverlay overlay = new(new EntityStore(Graphs.Entities(under)), Graphs.Entities(few));
        return whole.Keys.All(id => Graphs.Reachable(whole, id).Select(Uid).ToHashSet().SetEquals(Find(overlay, id).Ancestors));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        EntityOverlay overlay = new(s_base, [Node("team", "partner")]);
        EntityUid bot = Uid("bot");
        EntityUid team = Uid("team");
        EntityUid partner = Uid("partner");
        Assert.Equal(0, Allocations.Of(() => overlay.TryGetEntity(bot, out Entity? b) && overlay.TryGetEntity(team, out Entity? t) && b.IsDescendantOf(partner) && t.IsDescendantOf(partner)));
    }

    private static Entity Find(IEntitySource source, string id)
    {
        Assert.True(source.TryGetEntity(Uid(id), out Entity? entity));
        return entity;
    }

    private static EntityUid Uid(string id) => Graphs.Uid(id);

    private static Entity Node(string id, params string[] parents) => Graphs.Node(id, parents);
}
