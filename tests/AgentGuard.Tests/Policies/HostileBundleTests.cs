using System.Text;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Tests.Policies;

/// <summary>Whatever stands in the files of a bundle, it is read or refused; nothing else comes out.</summary>
public sealed class HostileBundleTests
{
    private const string Tools = """
        { "tools": { "payments.transfer": { "groups": ["money"], "resource": { "type": "Account", "argument": "/to" },
          "arguments": { "/to": { "kind": "account", "sensitive": true } }, "output": { "labels": ["ä😀"], "fields": { "/a/*": { "trust": "trusted" } } } } } }
        """;

    private const string Manifest = """
        { "name": "treasury", "version": "1", "files": { "tools.json": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" } }
        """;

    private const string Entities = """
        [{"uid":{"__entity":{"type":"User","id":"a\u00e4"}},"attrs":{"x":[1,{"__extn":{"fn":"ip","arg":"10.0.0.1"}}],"claims":{}},"parents":[{"type":"Group","id":"f"}]}]
        """;

    private const string Policies = """
        @id("a") @approval("finance") @quorum("2") @expires("1h") @advice("ä") @notify
        forbid (principal, action == Action::"money", resource) when { context.input.x > 1 };
        """;

    private const string Conditions = """
        def temporal paid(?w, ?p) { exists ($t: Timepoint). (formerly within ?w (?p && tp($t))) }; def cedar large(?c) { ?c > 1 };
        forbid (principal, action, resource) when { large(context.input.x) && temporal { exists (a: Long). (paid(1h, Action::"payments.transfer"::response{ input.x: a, output.y: "\"}" }) && a >= -2) } }
        unless temporal { !Host::"out"::happened{} since within 2d (sum n for (n: Long), (t: Timepoint). where (formerly within 1m (Action::"payments.transfer"::request{ input.n: n, callerPrincipal: principal } && tp(t)))) > 3 }; // ä
        """;

    private const string Events = """
        max_window = 24h decision event<A>::request { ...inputs(A), pin callerPrincipal: principalType(A) = principal, a: { b: Long } } event<A>::response { ...outputs(A), pin requestId: String = context.input.x }
        """;

    [Fact]
    public void Any_conditions_are_read_or_refused() =>
        ForEachMutation(Conditions, (text, diagnostics) =>
        {
            Dictionary<string, TemporalCondition> conditions = [];
            ToolCatalog catalog = ToolCatalogReader.Read(new SourceText(Tools, "tools.json"), new BundleDiagnostics());
            IReadOnlyList<Cedar.Ast.Policy> policies = PolicyFiles.Read([File("p.cedar", text)], "folder", EventDeclarations.None, conditions, diagnostics);
            ConditionChecks checks = new(catalog, EventDeclarations.None, TimeSpan.FromDays(7), diagnostics);
            ConditionTypes types = new(policies, catalog, [], diagnostics);
            foreach (TemporalCondition condition in conditions.Values)
            {
                checks.Check(condition);
                types.Check(condition);
            }
        });

    [Fact]
    public void Any_declarations_of_events_are_read_or_refused() =>
        ForEachMutation(Events, (text, diagnostics) => EventDeclarations.Read(File("events.dwschema", text), diagnostics));

    [Fact]
    public void Any_catalog_is_read_or_refused() =>
        ForEachMutation(Tools, (text, diagnostics) => ToolCatalogReader.Read(new SourceText(text, "tools.json"), diagnostics));

    [Fact]
    public void Any_manifest_is_read_or_refused() =>
        ForEachMutation(Manifest, (text, diagnostics) => BundleManifestReader.Read(File("bundle.json", text), diagnostics)?.Verify([File("tools.json", "")]));

    [Fact]
    public void Any_entities_are_read_or_refused() =>
        ForEachMutation(Entities, (text, diagnostics) => EntityFile.Read(File("entities.json", text), diagnostics));

    [Fact]
    public void Any_annotations_are_read_or_refused() =>
        ForEachMutation(Policies, (text, diagnostics) =>
        {
            PolicyAnnotations annotations = new(ObligationRegistry.With([]), diagnostics);
            foreach (Cedar.Ast.Policy policy in PolicyFiles.Read([File("p.cedar", text)], "folder", EventDeclarations.None, [], diagnostics))
            {
                annotations.Read(policy, PolicyNames.Position(policy));
            }
        });

    /// <summary>Cuts the text at each place, takes each character out, and puts others in its place.</summary>
    private static void ForEachMutation(string text, Action<string, BundleDiagnostics> read)
    {
        int refused = 0;
        for (int i = 0; i < text.Length; i++)
        {
            string[] mutations =
            [
                text[..i], text[i..], text.Remove(i, 1), text.Insert(i, "{"), text.Insert(i, "\\u0000"), text.Insert(i, "\\ud800"), text.Insert(i, "\""),
                .. "[]}:,/*'0-\n\0".Select(c => text.Remove(i, 1).Insert(i, $"{c}")),
            ];
            foreach (string mutation in mutations.Where(IsWellFormed))
            {
                BundleDiagnostics diagnostics = new();
                read(mutation, diagnostics);
                refused += diagnostics.HasErrors ? 1 : 0;
                Assert.All(diagnostics.All, diagnostic => Assert.InRange(diagnostic.Span.End, 0, diagnostic.Source.Text.Length));
            }
        }

        Assert.True(refused > text.Length);
    }

    private static bool IsWellFormed(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    private static BundleFile File(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}
