using System.Text.Json.Nodes;
using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>Whatever the policies and the call are: what is offered lets the call pass, and no explanation holds a sensitive value.</summary>
public sealed class NearestPermitProperties
{
    private const int Cases = 700;
    private const string Secret = "987654";

    private const string Tools = """
        { "tools": { "payments.transfer": { "groups": ["money"], "resource": { "type": "Account", "argument": "/to" }, "arguments": { "/pin": { "sensitive": true } } } } }
        """;

    private const string People = """
        [ { "uid": { "type": "User", "id": "alice" }, "attrs": { "limit": 3, "roles": ["r1"] }, "parents": [] },
          { "uid": { "type": "Agent", "id": "bot" }, "attrs": { "limit": 3, "roles": [] }, "parents": [{ "type": "Group", "id": "g1" }] } ]
        """;

    [Fact]
    public async Task What_is_offered_lets_the_call_pass_and_shows_nothing_sensitive()
    {
        Dictionary<PlaceKind, int> applied = [];
        (int offered, int executed, int held) = (0, 0, 0);
        for (int seed = 0; seed < Cases; seed++)
        {
            RandomPolicies random = new(seed);
            using Case scene = new(random, Tools, People);

            CallExplanation explanation = await scene.ExplainAsync();

            string context = $"seed {seed}\n{scene.Policies}\n{explanation}";
            Assert.DoesNotContain(Secret, $"{explanation}{string.Join('\n', explanation.Considered)}", StringComparison.Ordinal);
            Assert.True(explanation.NearestPermit.Count <= 3, context);
            Assert.True(explanation.Decision.Effect != DecisionEffect.Permit || explanation.NearestPermit.Count == 0, context);
            foreach ((ChangeSet set, PermitAlternative said) in explanation.Changes.Zip(explanation.NearestPermit))
            {
                offered++;
                Assert.Equal(set.Needs, said.Needs);
                Assert.All(set.Changes, change => Assert.NotEqual("/pin", change.Place.Pointer));

                DecisionEffect effect = await scene.InvokeAsync(set.Changes);

                Assert.True((set.Yeses.Count == 0 ? DecisionEffect.Permit : DecisionEffect.RequireApproval) == effect, $"{context}\n{said} comes to {effect}");
                (executed, held) = effect == DecisionEffect.Permit ? (executed + 1, held) : (executed, held + 1);
                foreach (Change change in set.Changes)
                {
                    applied[change.Place.Kind] = applied.GetValueOrDefault(change.Place.Kind) + 1;
                }
            }
        }

        Assert.True(offered > 200 && executed > 100 && held > 50, $"{offered} offered, {executed} executed, {held} held");
        Assert.All(Enum.GetValues<PlaceKind>(), kind => Assert.True(applied.GetValueOrDefault(kind) > 5, $"{kind}: {applied.GetValueOrDefault(kind)}"));
    }

    /// <summary>One bundle and one call. A change is made where it would really be made: in the arguments, by the user's words, by the host, in the directory.</summary>
    private sealed class Case(RandomPolicies random, string tools, string people) : IDisposable
    {
        private readonly string _arguments = random.Arguments();
        private readonly string _bounds = random.Bounds();
        private readonly List<GuardScene> _scenes = [];

        public string Policies { get; } = random.Bundle();

        public async Task<CallExplanation> ExplainAsync()
        {
            (GuardScene scene, ToolCallRequest request) = await MakeAsync([]);
            return await scene.Guard.ExplainAsync(request);
        }

        public async Task<DecisionEffect> InvokeAsync(IReadOnlyList<Change> changes)
        {
            (GuardScene scene, ToolCallRequest request) = await MakeAsync(changes);
            return (await scene.InvokeAsync(request)).Decision.Effect;
        }

        private async Task<(GuardScene Scene, ToolCallRequest Request)> MakeAsync(IReadOnlyList<Change> changes)
        {
            JsonObject arguments = JsonNode.Parse(_arguments)!.AsObject();
            CedarRecord session = new([new("purpose", "p1")]);
            CedarRecord environment = new([new("risk", 2), new("stage", "s1")]);
            foreach (Change change in changes)
            {
                switch (change.Place.Kind)
                {
                    case PlaceKind.Argument:
                        Assert.True(ArgumentChanges.TryMake(arguments, change));
                        break;
                    case PlaceKind.Session:
                        session = RecordChanges.TryMake(session, change)!;
                        break;
                    case PlaceKind.Environment:
                        environment = RecordChanges.TryMake(environment, change)!;
                        break;
                }
            }

            GuardScene scene = new(Policies, tools, options =>
            {
                foreach ((string name, Value value) in environment)
                {
                    options.Environment[name] = value;
                }

                options.InformationPoints.Add(new ChangedPrincipals(people, changes));
            });
            _scenes.Add(scene);
            scene.Edit(Policies, tools, people);
            Assert.True(scene.Guard.Policies.Reload(), scene.Guard.Policies.LoadError);
            foreach (Change grant in changes.Where(change => change.Place.Pointer == "/grants"))
            {
                await scene.Guard.Grants.AddAsync(new Grant { Name = grant.Value.AsString, Principal = grant.Place.Owner!, NotAfter = DateTimeOffset.MaxValue });
            }

            AgentScope scope = GuardScene.Begin(GuardSession.Create(null, session), User("alice"), new Hop(Agent("bot")) { Bounds = HopBounds.Parse(_bounds) });
            foreach (Change change in changes.Where(change => change.Place.Kind == PlaceKind.Origin))
            {
                scope.Session.UserSaid(arguments[change.Place.Tokens[0]]!.ToString());
            }

            return (scene, scene.Call(arguments.ToJsonString(), scope: scope));
        }

        public void Dispose() => _scenes.ForEach(scene => scene.Dispose());
    }

    /// <summary>The directory, with principals as they would be.</summary>
    private sealed class ChangedPrincipals(string people, IReadOnlyList<Change> changes) : IPolicyInformationPoint
    {
        public string Name => "directory";

        public ValueTask<PolicyInformation> FindAsync(InformationQuery query, CancellationToken cancellationToken)
        {
            PolicyInformation information = PolicyInformation.None;
            EntityStore known = Cedar.Json.CedarJson.ParseEntities(people);
            foreach (IGrouping<EntityUid, Change> own in changes.Where(change => change.Place is { Kind: PlaceKind.Principal, Pointer: not "/grants" }).GroupBy(change => change.Place.Owner!))
            {
                known.TryGetEntity(own.Key, out Entity? entity);
                CedarRecord attributes = own.Where(change => change.Kind != ChangeKind.Join).Aggregate(entity!.Attributes, (record, change) => RecordChanges.TryMake(record, change)!);
                foreach ((string name, Value value) in attributes)
                {
                    information.With(own.Key, name, value);
                }

                information.WithParents(own.Key, [.. entity.Parents, .. own.Where(change => change.Kind == ChangeKind.Join).Select(change => change.Value.AsEntity)]);
            }

            return ValueTask.FromResult(information);
        }
    }
}
