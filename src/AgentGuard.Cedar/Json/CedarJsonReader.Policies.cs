using System.Text;
using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>Policies, templates and policy sets.</content>
internal ref partial struct CedarJsonReader
{
    private CedarJsonReader(ReadOnlySpan<byte> json, SourceText source, PolicyJsonOptions limits)
    {
        _json = json;
        _source = source;
        _limits = limits;

        // Two a level of the expression, and what stands around it.
        _maximumDepth = (2 * limits.MaximumDepth) + 16;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = _maximumDepth + 1 });
        Advance();
    }

    public static Policy ReadPolicy(ReadOnlySpan<byte> json, SourceText source, string id, PolicyJsonOptions limits)
    {
        CedarJsonReader reader = new(json, source, limits);
        Policy policy = reader.ReadPolicy(id, asTemplate: false);
        reader.End();
        return policy;
    }

    public static PolicyTemplate ReadTemplate(ReadOnlySpan<byte> json, SourceText source, string id, PolicyJsonOptions limits)
    {
        CedarJsonReader reader = new(json, source, limits);
        Policy body = reader.ReadPolicy(id, asTemplate: true);
        reader.End();
        return new PolicyTemplate(body);
    }

    private Policy ReadPolicy(string id, bool asTemplate)
    {
        Expect(JsonTokenType.StartObject, "a policy is an object");
        long place = _reader.TokenStartIndex;
        int start = Position();
        Effect? effect = null;
        Scope?[] scopes = new Scope?[3];
        List<Condition>? conditions = null;
        List<Annotation> annotations = [];
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            switch (name)
            {
                case "effect":
                    effect = ReadEffect();
                    break;
                case "principal":
                    scopes[0] = ReadScope("principal", asTemplate);
                    break;
                case "action":
                    scopes[1] = ReadScope("action", asTemplate);
                    break;
                case "resource":
                    scopes[2] = ReadScope("resource", asTemplate);
                    break;
                case "conditions":
                    conditions = ReadConditions();
                    break;
                case "annotations":
                    annotations = ReadAnnotations();
                    break;
                default:
                    throw Fault($"{UnicodeText.Quote(name)} has no place in a policy");
            }

            Leave();
        }

        if (effect is null || conditions is null || scopes is not [{ } principal, { } action, { } resource])
        {
            string[] needed = ["effect", "principal", "action", "resource", "conditions"];
            throw Fault($"a policy has no `{needed.First(name => !seen.Contains(name))}`", place);
        }

        Policy policy = new(id, effect.Value, principal, action, resource, conditions, annotations, _source!, From(start));
        return asTemplate && !policy.HasSlots ? throw Fault("expected a template, and this policy has no slot", place) : policy;
    }

    private readonly Effect ReadEffect()
    {
        Expect(JsonTokenType.String, "an effect is a string");
        return Text() switch
        {
            "permit" => Effect.Permit,
            "forbid" => Effect.Forbid,
            string other => throw Fault($"{UnicodeText.Quote(other)} is no effect; it is `permit` or `forbid`"),
        };
    }

    private List<Annotation> ReadAnnotations()
    {
        Expect(JsonTokenType.StartObject, "annotations are an object");
        List<Annotation> annotations = [];
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            if (!Names.IsIdentifier(name))
            {
                throw Fault($"{UnicodeText.Quote(name)} cannot name an annotation; it is an identifier");
            }

            int start = Position();
            string value = "";
            if (_reader.TokenType != JsonTokenType.Null)
            {
                Expect(JsonTokenType.String, "the value of an annotation is a string");
                value = Text();
            }

            annotations.Add(new Annotation(name, value, From(start)));
            Leave();
        }

        return annotations;
    }

    private List<Condition> ReadConditions()
    {
        Expect(JsonTokenType.StartArray, "conditions are an array");
        List<Condition> conditions = [];
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
        {
            _path.Add($"{conditions.Count}");
            conditions.Add(ReadCondition());
            Leave();
        }

        return conditions;
    }

    private Condition ReadCondition()
    {
        Expect(JsonTokenType.StartObject, "a condition is an object");
        long place = _reader.TokenStartIndex;
        int start = Position();
        bool? isUnless = null;
        Sized? body = null;
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            switch (name)
            {
                case "kind":
                    Expect(JsonTokenType.String, "the kind of a condition is a string");
                    isUnless = Text() switch
                    {
                        "when" => false,
                        "unless" => true,
                        string other => throw Fault($"{UnicodeText.Quote(other)} is no kind of condition; it is `when` or `unless`"),
                    };
                    break;
                case "body":
                    body = ReadExpression();
                    break;
                default:
                    throw Fault($"{UnicodeText.Quote(name)} has no place in a condition");
            }

            Leave();
        }

        if (isUnless is null || body is null)
        {
            throw Fault($"a condition has no `{(isUnless is null ? "kind" : "body")}`", place);
        }

        _nodes += body.Value.Nodes;
        return new Condition(isUnless.Value, body.Value.Expression, From(start));
    }

    /// <summary>Where the current token starts, in UTF-16 code units.</summary>
    private int Position() => Count(_reader.TokenStartIndex);

    /// <summary>From a start to the end of the current token.</summary>
    private SourceSpan From(int start) => new(start, Count(_reader.BytesConsumed) - start);

    /// <summary>Offsets are asked for in their order, or nearly so: each character is counted about once.</summary>
    private int Count(long bytes)
    {
        int next = (int)bytes;
        _counted = next >= _counted.Bytes
            ? (next, _counted.Characters + Encoding.UTF8.GetCharCount(_json[_counted.Bytes..next]))
            : (next, _counted.Characters - Encoding.UTF8.GetCharCount(_json[next.._counted.Bytes]));
        return _counted.Characters;
    }
}
