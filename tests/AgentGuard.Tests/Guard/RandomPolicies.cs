namespace AgentGuard.Tests.Guard;

/// <summary>Bundles and calls from a seed: policies about the same few arguments, origins, rights and facts, that often stand in each other's way.</summary>
internal sealed class RandomPolicies(int seed)
{
    private static readonly string[] s_conditions =
    [
        "context.input.amount > {0}", "context.input.amount <= {0}", "{0} < context.input.amount", "context.input.amount == {0}", "context.input.amount != {0}",
        "context.input.price.lessThan(decimal(\"{0}.5\"))", "context.input.price.greaterThanOrEqual(decimal(\"{0}.0\"))",
        "context.input.to == \"A{0}\"", "context.input.to != \"A{0}\"", "context.input.to like \"A*\"", "context.input.to like \"*9\"", "resource == Account::\"A{0}\"",
        "[\"A1\", \"A{0}\"].contains(context.input.to)", "[Account::\"A1\"].contains(resource)", "context.input.tags.contains(\"t{0}\")", "context.input.dry",
        "context.input has note", "context.input has note && context.input.note like \"*IBAN*\"", "context.input.note == \"n{0}\"", "context.input.pin > {0}", "context.input has pin",
        "context.origin.to.contains(\"user\")", "context.origin.amount.contains(\"user\")", "context.origin.to.contains(\"untrusted\")", "context.origin.dry.contains(\"user\")",
        "principal.limit >= context.input.amount", "principal.roles.contains(\"r{0}\")", "principal has cleared && principal.cleared", "principal in Group::\"g{0}\"",
        "principal.grants.contains(\"g{0}\")", "context.environment.risk >= {0}", "context.environment.stage == \"s{0}\"", "context.session.purpose == \"p{0}\"",
        "context.history.calls < {0}", "context.delegation.depth < {0}", "context.input.missing > {0}", "context.input == context.input", "true", "false",
    ];

    private static readonly string[] s_annotations =
    [
        "", "", "", "@approval(\"finance\") ", "@approval(\"finance\") @quorum(\"2\") ", "@approval(\"legal\") ", "@confirm ", "@redact_argument(\"/note\") ",
        "@redact_argument(\"/note\") @approval(\"legal\") ", "@redact_result(\"/x\") ", "@shadow ",
    ];

    private readonly Random _random = new(seed);

    public string Bundle() => string.Join('\n', Enumerable.Range(0, 2 + _random.Next(5)).Select(i => $"@id(\"p{i}\") {Policy()}").Append(_random.Next(3) == 0 ? "" : GuardScene.PermitAll));

    /// <summary>Policies of a hop's bounds.</summary>
    public string Bounds() => $"permit (principal, action, resource) {Clause()};{(_random.Next(2) == 0 ? "" : $"forbid (principal, action, resource) {Clause()};")}";

    public string Arguments() =>
        $$"""{"to":"{{Pick("A1", "A2", "B9", "X")}}","amount":{{_random.Next(6)}},"price":{{_random.Next(4)}}.25,"tags":["t1"],"dry":{{Pick("true", "false")}},"pin":987654{{Pick("", ",\"note\":\"my IBAN\"", ",\"note\":\"n1\"")}}}""";

    private string Policy() => _random.Next(3) == 0
        ? $"permit (principal{Pick("", " is User", " is Agent", " in Group::\"g1\"")}, action, resource{Pick("", "", " == Account::\"A1\"")}) {Clause()};"
        : $"{Pick(s_annotations)}forbid (principal{Pick("", "", " is User")}, action, resource{Pick("", "", "", " == Account::\"B9\"")}) {Clause()};";

    private string Clause() => _random.Next(5) == 0 ? "" : $"{Pick("when", "unless")} {{ {Condition(0)} }}";

    private string Condition(int depth) => _random.Next(depth > 2 ? 1 : 6) switch
    {
        3 => $"({Condition(depth + 1)} && {Condition(depth + 1)})",
        4 => $"({Condition(depth + 1)} || {Condition(depth + 1)})",
        5 when depth > 0 => $"(if {Condition(depth + 1)} then {Condition(depth + 1)} else {Condition(depth + 1)})",
        2 => $"!({Condition(depth + 1)})",
        _ => Pick(s_conditions).Replace("{0}", $"{_random.Next(5)}", StringComparison.Ordinal),
    };

    private string Pick(params string[] of) => of[_random.Next(of.Length)];
}
