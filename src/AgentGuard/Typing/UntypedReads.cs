using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>
/// Finds where a policy reads what the schema leaves out. To Cedar's validator such a name does not exist, so that <c>has</c> is false and all
/// behind it goes unchecked; at the time of a call it may exist all the same.
/// </summary>
internal sealed class UntypedReads(GuardSchema schema)
{
    private const string File = BundleFile.Schema;
    private const int MaxListed = 5;

    /// <summary>What there is to say about one policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="reader">What it names.</param>
    /// <param name="tools">The registered tools that its head admits.</param>
    /// <param name="isKnown">Whether those are all that its head admits.</param>
    public IEnumerable<Diagnostic> Check(Policy policy, PolicyReader reader, IReadOnlyCollection<RegisteredTool> tools, bool isKnown)
    {
        foreach (AttributeRead read in reader.Attributes)
        {
            if (Find(read, tools, isKnown) is { } found)
            {
                yield return new Diagnostic(DiagnosticSeverity.Error, found.Message, policy.Source, read.Span, found.Help);
            }
        }
    }

    private (string Message, string? Help)? Find(AttributeRead read, IReadOnlyCollection<RegisteredTool> tools, bool isKnown) => (read.Variable, read.Path) switch
    {
        (Variable.Principal, [GuardAttributes.Claims]) when !schema.KnowsClaims =>
            ($"`{read.Text}` has no type", $"say in `{File}` what the host verifies: `type {DeployerSchema.Claims} = {{ … }};`"),
        (Variable.Context, ["environment", string name]) when !schema.EnvironmentNames.Contains(name) =>
            Undeclared(read, name, DeployerSchema.Environment, schema.EnvironmentNames),
        (Variable.Context, ["session", string name]) when !schema.SessionNames.Contains(name) =>
            Undeclared(read, name, DeployerSchema.SessionAttributes, schema.SessionNames),
        (Variable.Context, ["delegation", "acting" or "principals" or "root"]) =>
            ($"`{read.Text}` has no Cedar type: it may be of several entity types", "policies are asked for every principal of the chain: say it of `principal`"),
        (Variable.Context, ["history", "counts", string tool]) when !schema.CountedTools.Contains(tool) =>
            ($"the history counts no tool {Quoted.Text(tool)}", DidYouMean(tool, schema.CountedTools)),
        (Variable.Context, ["origin", string name]) => OfOrigin(read, name, tools, isKnown),
        (Variable.Context, ["input", _, ..]) => OfInput(read, read.Path[1..], tools, isKnown),
        _ => null,
    };

    private static (string Message, string? Help) Undeclared(AttributeRead read, string name, string type, IEnumerable<string> known) =>
        ($"`{read.Text}` is not declared", DidYouMean(name, known) ?? $"add it to `type {type} = {{ … }};` in `{File}`, with `?` behind its name if it may be absent");

    private static (string Message, string? Help)? OfOrigin(AttributeRead read, string name, IReadOnlyCollection<RegisteredTool> tools, bool isKnown)
    {
        foreach (RegisteredTool tool in tools)
        {
            if (!tool.Input.Attributes.ContainsKey(name) && tool.Input.WhyOpen is { } why)
            {
                return ($"`{read.Text}` is not known before the call: `{name}` of `{tool.Id}` {why}", null);
            }
        }

        return Missing(read, tools.Select(tool => tool.Input), tools, isKnown);
    }

    private static (string Message, string? Help)? OfInput(AttributeRead read, string[] path, IReadOnlyCollection<RegisteredTool> tools, bool isKnown)
    {
        List<RecordShape> around = [];
        foreach (RegisteredTool tool in tools)
        {
            if (Around(tool.Input, path) is not { } record)
            {
                continue;
            }

            around.Add(record);
            if (!record.Attributes.TryGetValue(path[^1], out ArgumentAttribute? attribute))
            {
                if (record.WhyOpen is { } why)
                {
                    return ($"`{read.Text}` of `{tool.Id}` {why}", "policies cannot read it where they are type-checked: declare it in the tool's schema");
                }
            }
            else if (attribute.Shape is UntypedShape untyped)
            {
                return ($"`{read.Text}` of `{tool.Id}` has no Cedar type: it {untyped.Reason}", "policies cannot read it where they are type-checked: give it one type in the tool's schema");
            }
        }

        return around.Count == 0 ? null : Missing(read, around, tools, isKnown);
    }

    /// <summary>A name that nothing of what may come has. Of <c>has</c> Cedar says that it is false and fine; its author would not.</summary>
    private static (string Message, string? Help)? Missing(
        AttributeRead read, IEnumerable<RecordShape> around, IReadOnlyCollection<RegisteredTool> tools, bool isKnown)
    {
        string name = read.Path[^1];
        if (!isKnown || tools.Count == 0 || around.Any(record => record.Attributes.ContainsKey(name)))
        {
            return null;
        }

        string who = tools.Count == 1 ? $"`{tools.First().Id}` has no argument" : "no tool of this policy has an argument";
        string[] known = [.. around.SelectMany(record => record.Attributes.Keys).Distinct()];
        return (
            $"{who} {Quoted.Text(string.Join('.', read.Path[1..]))}",
            DidYouMean(name, known) ?? (known.Length == 0 ? "there are none" : $"there are {Quoted.List(known.Order(StringComparer.Ordinal).Take(MaxListed))}{(known.Length > MaxListed ? ", …" : "")}"));
    }

    /// <summary>The object that holds the last name of a path; null where a name before it is no typed object.</summary>
    private static RecordShape? Around(RecordShape input, string[] path)
    {
        RecordShape record = input;
        for (int i = 0; i < path.Length - 1; i++)
        {
            if (!record.Attributes.TryGetValue(path[i], out ArgumentAttribute? attribute) || attribute.Shape is not RecordShape next)
            {
                return null;
            }

            record = next;
        }

        return record;
    }

    private static string? DidYouMean(string name, IEnumerable<string> candidates) =>
        Suggestion.Closest(name, candidates) is { } meant ? $"did you mean `{meant}`?" : null;
}
