using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Evaluation;

public sealed class ForeseeTests
{
    private const PossibleOutcomes Anything = PossibleOutcomes.Satisfied | PossibleOutcomes.NotSatisfied | PossibleOutcomes.Failed;

    [Theory]
    [InlineData("permit (principal, action, resource);", PossibleOutcomes.Satisfied)]
    [InlineData("permit (principal == User::\"alice\", action, resource);", PossibleOutcomes.Satisfied)]
    [InlineData("permit (principal == User::\"bob\", action, resource);", PossibleOutcomes.NotSatisfied)]
    [InlineData("permit (principal in Group::\"everyone\", action in Action::\"write\", resource);", PossibleOutcomes.Satisfied)]
    [InlineData("permit (principal, action == Action::\"delete\", resource);", PossibleOutcomes.NotSatisfied)]
    [InlineData("permit (principal is User in Group::\"bosses\", action, resource);", PossibleOutcomes.NotSatisfied)]
    [InlineData("permit (principal, action, resource is Document);", PossibleOutcomes.Satisfied)]
    [InlineData("permit (principal, action, resource is Folder);", PossibleOutcomes.NotSatisfied)]
    [InlineData("permit (principal, action, resource == Folder::\"plans\");", PossibleOutcomes.NotSatisfied)]
    [InlineData("permit (principal, action, resource == Document::\"plan\");", PossibleOutcomes.Satisfied | PossibleOutcomes.NotSatisfied)]
    [InlineData("permit (principal, action, resource in Folder::\"plans\");", PossibleOutcomes.Satisfied | PossibleOutcomes.NotSatisfied)]
    public void A_head_is_met_as_far_as_it_is_known(string policy, PossibleOutcomes expected) => Assert.Equal(expected, Foresee(policy));

    [Theory]
    [InlineData("principal.age > 18", PossibleOutcomes.Satisfied)]
    [InlineData("principal.age > 40", PossibleOutcomes.NotSatisfied)]
    [InlineData("principal.manager.age > 40", PossibleOutcomes.Satisfied)]
    [InlineData("principal.height > 40", PossibleOutcomes.Failed)]
    [InlineData("principal has height", PossibleOutcomes.NotSatisfied)]
    [InlineData("context.amount > 1000", Anything)]
    [InlineData("context.amount > 1000 && principal.age > 40", PossibleOutcomes.NotSatisfied | PossibleOutcomes.Failed)]
    [InlineData("principal.age > 40 && context.amount > 1000", PossibleOutcomes.NotSatisfied)]
    [InlineData("principal.age > 18 || context.amount > 1000", PossibleOutcomes.Satisfied)]
    [InlineData("context.amount > 1000 || principal.age > 18", PossibleOutcomes.Satisfied | PossibleOutcomes.Failed)]
    [InlineData("!(context has amount)", Anything)]
    [InlineData("if principal.age > 40 then context.amount > 1 else false", PossibleOutcomes.NotSatisfied)]
    [InlineData("if context has amount then false else false", PossibleOutcomes.NotSatisfied | PossibleOutcomes.Failed)]
    [InlineData("context.amount + principal.height > 3", PossibleOutcomes.Failed)]
    [InlineData("resource is Folder", PossibleOutcomes.NotSatisfied)]
    [InlineData("resource == principal", PossibleOutcomes.NotSatisfied)]
    [InlineData("resource != principal", PossibleOutcomes.Satisfied)]
    [InlineData("resource.owner == principal", Anything)]
    [InlineData("principal.getTag(\"team\") == \"blue\"", PossibleOutcomes.Satisfied)]
    [InlineData("[principal.age, context.amount].contains(30)", Anything)]
    [InlineData("{age: principal.age}.age == 30", PossibleOutcomes.Satisfied)]
    [InlineData("principal.name", PossibleOutcomes.Failed)]
    [InlineData("true && principal.name", PossibleOutcomes.Failed)]
    [InlineData("decimal(\"1.0\").lessThan(decimal(\"2.0\"))", PossibleOutcomes.Satisfied)]
    public void A_condition_is_settled_where_what_is_known_settles_it(string condition, PossibleOutcomes expected)
    {
        Assert.Equal(expected, Foresee($"permit (principal, action, resource) when {{ {condition} }};"));
        PossibleOutcomes turned = (expected & PossibleOutcomes.Failed)
            | (expected.HasFlag(PossibleOutcomes.Satisfied) ? PossibleOutcomes.NotSatisfied : PossibleOutcomes.None)
            | (expected.HasFlag(PossibleOutcomes.NotSatisfied) ? PossibleOutcomes.Satisfied : PossibleOutcomes.None);
        Assert.Equal(turned, Foresee($"permit (principal, action, resource) unless {{ {condition} }};"));
    }

    [Theory]
    [InlineData("principal.age > 40", Anything)]
    [InlineData("principal has age", Anything)]
    [InlineData("principal in Group::\"staff\"", Anything)]
    [InlineData("action in Action::\"write\"", PossibleOutcomes.Satisfied)]
    [InlineData("principal == User::\"bob\"", PossibleOutcomes.NotSatisfied)]
    public void Entities_that_may_be_others_settle_nothing_but_what_they_are(string condition, PossibleOutcomes expected) =>
        Assert.Equal(expected, Foresee($"permit (principal, action, resource) when {{ {condition} }};", Known with { HasKnownEntities = false }));

    [Fact]
    public void An_attribute_that_is_not_known_may_be_anything_and_those_beside_it_are_known()
    {
        PartialRequest request = Known with { UnknownAttributes = ["age"] };

        Assert.Equal(Anything, Foresee("permit (principal, action, resource) when { principal.age > 40 };", request));
        Assert.Equal(Anything, Foresee("permit (principal, action, resource) when { principal has age };", request));
        Assert.Equal(PossibleOutcomes.Satisfied, Foresee("permit (principal, action, resource) when { principal.name == \"Alice\" };", request));
    }

    [Fact]
    public void A_known_resource_is_looked_at()
    {
        PartialRequest request = Known with { Resource = World.Document };

        Assert.Equal(PossibleOutcomes.Satisfied, Foresee("permit (principal, action, resource in Folder::\"plans\") when { resource.owner == principal };", request));
        Assert.Equal(PossibleOutcomes.NotSatisfied, Foresee("permit (principal, action, resource) when { resource.size > 100 };", request));
    }

    [Fact]
    public void Whatever_the_rest_of_a_request_is_the_outcome_was_foreseen()
    {
        Gen<string?> misses =
            from policies in AnyPolicy.Sets
            from entities in AnyPolicy.Entities
            from others in AnyPolicy.Entities
            from requests in AnyPolicy.Requests.ListOf(4)
            select Miss(policies, entities, others, [.. requests]);

        Prop.ForAll(misses.ToArbitrary(), static miss => miss is null).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static PartialRequest Known { get; } = new(World.Alice, World.Edit) { ResourceType = "Document" };

    private static PossibleOutcomes Foresee(string text, PartialRequest? request = null)
    {
        PolicySet policies = World.Policies(text);
        return policies.Foresee(request ?? Known, World.Entities, policies[0]);
    }

    private static string? Miss(Policy[] policies, EntityStore entities, EntityStore others, IReadOnlyList<CedarRequest> requests)
    {
        PolicySet set = new(policies);
        foreach (CedarRequest request in requests)
        {
            PartialRequest known = new(request.Principal, request.Action) { ResourceType = request.Resource.Type };
            (PartialRequest Known, IEntitySource Foreseen, IEntitySource Real)[] cases =
            [
                (known, entities, entities),
                (known with { ResourceType = null }, entities, entities),
                (known with { Resource = request.Resource }, entities, entities),

                // Other users and groups than were foreseen; the actions are the same.
                (known with { HasKnownEntities = false }, entities, OtherThan(others, entities)),
                (known with { UnknownAttributes = ["a", "b"] }, WithoutAttributes(entities), entities),
            ];
            foreach ((PartialRequest partial, IEntitySource foreseen, IEntitySource real) in cases)
            {
                AuthorizationResult result = set.Authorize(request, real);
                foreach (CompiledPolicy policy in set)
                {
                    PossibleOutcomes found = set.Foresee(partial, foreseen, policy);
                    PossibleOutcomes actual = Actual(result, policy);
                    if (!found.HasFlag(actual))
                    {
                        return $"foreseen {found}, came to {actual}\n{CedarPrinter.Print([policy.Policy])}";
                    }
                }
            }
        }

        return null;
    }

    private static EntityOverlay OtherThan(EntityStore others, EntityStore entities) =>
        new(others, new[] { "read", "write", "all" }
            .Select(static id => new EntityUid("Action", id))
            .Select(uid => entities.TryGetEntity(uid, out Entity? action) ? new Entity(uid, parents: action.Parents) : new Entity(uid)));

    private static EntityStore WithoutAttributes(EntityStore entities) => new(
        entities.Select(static entity => entity.WithAttributes(new CedarRecord(entity.Attributes.Where(static attribute => attribute.Key is not ("a" or "b"))))));

    private static PossibleOutcomes Actual(AuthorizationResult result, CompiledPolicy policy) =>
        result.Permits.ToArray().Concat(result.Forbids.ToArray()).Contains(policy) ? PossibleOutcomes.Satisfied
        : result.Errors.ToArray().Any(error => error.Policy == policy) ? PossibleOutcomes.Failed
        : PossibleOutcomes.NotSatisfied;
}
