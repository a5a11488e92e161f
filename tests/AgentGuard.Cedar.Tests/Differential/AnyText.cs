using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Tests.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Differential;

/// <summary>Makes policies and templates of every form, for what is written and read rather than decided.</summary>
internal sealed class AnyText(Random random)
{
    private static readonly SourceText s_source = new("");
    private static readonly EntityUid[] s_entities = [new("User", "a"), new("A::B::principal", "😀\"\n\\"), new("permit", ""), new("Group", "\u001b'")];
    private static readonly EntityUid[] s_actions = [new("Action", "read"), new("NS::Action", "a b"), new("Action", "")];
    private static readonly string[] s_annotations = ["id", "advice", "in", "_a", "if", "permit", "__cedar"];
    private static readonly string[] s_values = ["", "a", "\"", "\u0000\u007f", "é😀", "two\nlines"];

    private readonly AnyExpression _any = new(random);

    /// <summary>One policy or template; slots, if <paramref name="withSlots"/>, where they may stand.</summary>
    public Policy Next(bool withSlots) => new(
        "policy0",
        random.Next(2) == 0 ? Effect.Permit : Effect.Forbid,
        Head(withSlots),
        Action(),
        Head(withSlots),
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => new Condition(random.Next(2) == 0, _any.Next(depth: random.Next(6)), default))],
        [.. s_annotations.Where(_ => random.Next(5) == 0).Select(name => new Annotation(name, s_values[random.Next(s_values.Length)], default))],
        s_source,
        default);

    /// <summary>Several policies and templates, as somebody may have written them.</summary>
    public string Several()
    {
        IEnumerable<Policy> policies = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Next(withSlots: random.Next(3) == 0)).ToArray();
        string text = CedarPrinter.Print(policies);
        return random.Next(3) == 0 ? CommentedText.Of(text, random, rarity: 5) : text;
    }

    private Scope Head(bool withSlots)
    {
        EntityUid uid = s_entities[random.Next(s_entities.Length)];
        return (random.Next(5), withSlots && random.Next(2) == 0) switch
        {
            (0, _) => new Scope(ScopeConstraint.Any, null, [], default),
            (1, false) => new Scope(ScopeConstraint.Equal, null, [uid], default),
            (2, false) => new Scope(ScopeConstraint.In, null, [uid], default),
            (3, false) => new Scope(ScopeConstraint.IsIn, uid.Type, [uid], default),
            (1, true) => new Scope(ScopeConstraint.EqualSlot, null, [], default),
            (2, true) => new Scope(ScopeConstraint.InSlot, null, [], default),
            (3, true) => new Scope(ScopeConstraint.IsInSlot, uid.Type, [], default),
            _ => new Scope(ScopeConstraint.Is, uid.Type, [], default),
        };
    }

    private Scope Action() => random.Next(4) switch
    {
        0 => new Scope(ScopeConstraint.Any, null, [], default),
        1 => new Scope(ScopeConstraint.Equal, null, [s_actions[random.Next(s_actions.Length)]], default),
        2 => new Scope(ScopeConstraint.In, null, [s_actions[random.Next(s_actions.Length)]], default),
        _ => new Scope(ScopeConstraint.InAny, null, [.. s_actions.Take(random.Next(s_actions.Length + 1))], default),
    };
}
