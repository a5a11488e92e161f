using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Temporal.Declarations;
using AgentGuard.Cedar.Temporal.Evaluation;
using AgentGuard.Cedar.Temporal.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Temporal;

/// <summary>The public cases of Dogwood's temporal conditions, to the letter: AGENTGUARD_TEMPORAL_CASES, ../shared/temporal-cases by default.</summary>
public sealed class TemporalConformance
{
    private static readonly string s_folder = SharedData.TemporalCases;

    public static TheoryData<string> Cases => new(Directory.Exists(s_folder)
        ? [.. Directory.EnumerateDirectories(s_folder).Select(static folder => Path.GetFileName(folder)).Where(static name => name[0] != '_').Order(StringComparer.Ordinal)]
        : Array.Empty<string>());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decisions_are_those_of_the_case(string name)
    {
        string folder = Path.Combine(s_folder, name);
        string[] traces = [.. Directory.EnumerateFiles(folder, "trace*.log").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(traces);
        foreach (string trace in traces)
        {
            string number = Path.GetFileNameWithoutExtension(trace)["trace".Length..];
            string expected = new[] { $"expected{number}.out", $"derived{number}.out", "expected.txt" }.Select(file => Path.Combine(folder, file)).First(File.Exists);

            Assert.Equal(File.ReadAllText(expected).Trim(), string.Join('\n', Decide(folder, File.ReadAllText(trace))));
        }
    }

    private static IEnumerable<string> Decide(string folder, string trace)
    {
        SourceText source = new(string.Join('\n', Directory.EnumerateFiles(folder, "policy*.dw").Order(StringComparer.Ordinal).Select(File.ReadAllText)));
        DiagnosticBag diagnostics = new(source);
        TemporalText text = TemporalText.Read(source, diagnostics);
        EventSchema schema = EventSchema.Read(new SourceText(Shared(folder, "event.dwschema", "event_unpinned.dwschema")), diagnostics);
        Assert.Empty(diagnostics.Select(static diagnostic => diagnostic.Render()));
        Assert.True(CedarParser.TryParsePolicies(source, text, out IReadOnlyList<Policy> parsed, diagnostics));
        PolicySet policies = new(parsed);
        CedarSchema cedar = CedarSchema.Parse(new SourceText(Shared(folder, "schema.cedarschema", "shared_schema.cedarschema")));
        List<LoggedEvent> events = [];
        foreach (LoggedEvent happened in TraceLog.Read(trace))
        {
            events.Add(happened);
            if (schema.Kinds[happened.Event.Kind].IsDecision)
            {
                yield return $"@{happened.Event.At} (time point {events.Count - 1}): {(Allows(events, text, schema, policies, cedar) ? "true" : "false")}";
            }
        }
    }

    private static bool Allows(List<LoggedEvent> events, TemporalText text, EventSchema schema, PolicySet policies, CedarSchema cedar)
    {
        LoggedEvent now = events[^1];
        Dictionary<string, TemporalValue> request = TraceLog.Flat(now.Context, "context.");
        foreach ((string name, EntityUid? uid) in new[] { ("principal", now.Principal), ("resource", now.Resource) })
        {
            if (uid is not null)
            {
                request[name] = TemporalValue.Of(uid);
                request[$"{name}.id"] = TemporalValue.Of(uid.Id);
                request[$"{name}.type"] = TemporalValue.Of(uid.Type);
            }
        }

        IReadOnlyList<string> partition = schema.Partition;
        TemporalEvent[] history = [.. events.Select(static happened => happened.Event).Where(happened => partition.All(field =>
            happened.Fields.GetValueOrDefault(field) is var value && (now.Event.Fields.GetValueOrDefault(field)?.Equals(value) ?? value is null)))];
        TemporalEvaluator evaluator = new(history, request, maxSteps: 10_000_000, isStrict: false);
        CedarRecord leaves = new(text.Conditions.DistinctBy(static condition => condition.Name).Select(condition => KeyValuePair.Create(condition.Name, (Value)evaluator.Holds(schema.Pin(condition.Formula)))));
        CedarRecord context = new(
        [
            .. now.Context.Where(static member => member.Value.Cedar is not null).Select(static member => KeyValuePair.Create(member.Key, member.Value.Cedar!.Value)),
            new("temporal", leaves),
        ]);
        return policies.Authorize(new CedarRequest(now.Principal!, now.Event.Action, now.Resource!, context), new EntityStore(cedar.ActionDefinitions.Select(static action => new Entity(action.Uid, parents: action.Parents)))).Decision == CedarDecision.Allow;
    }

    private static string Shared(string folder, string own, string shared) =>
        File.ReadAllText(File.Exists(Path.Combine(folder, own)) ? Path.Combine(folder, own) : Path.Combine(s_folder, "_shared", shared));
}
