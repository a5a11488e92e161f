namespace AgentGuard.Cedar.Tests.Diagnostics;

/// <summary>Conditions that the schema does not allow, and what their author reads.</summary>
public sealed class InvalidPolicyConditionTests
{
    public static TheoryData<string, string> Policies => new()
    {
        {
            """permit (principal, action == Action::"read", resource) when { principal.nmae == "alice" };""",
            """
            error: the attribute `nmae` does not exist on the entity type `User`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.nmae == "alice" };
              |                                                               ^^^^^^^^^^^^^^
              = help: did you mean `name`?
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.email == "a@example.org" };""",
            """
            error: the attribute `email` is optional on the entity type `User`, and may be absent here
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.email == "a@example.org" };
              |                                                               ^^^^^^^^^^^^^^^
              = help: ask for it first: `principal has email && …`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { context.token == "x" };""",
            """
            error: the attribute `token` is optional in the context of `Action::"read"`, and may be absent here
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { context.token == "x" };
              |                                                               ^^^^^^^^^^^^^
              = help: ask for it first: `context has token && …`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { context.user == principal };""",
            """
            error: the attribute `user` does not exist in the context of `Action::"read"`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { context.user == principal };
              |                                                               ^^^^^^^^^^^^
              = help: its attributes are `ip`, `score`, `token`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.address.zip == "1" };""",
            """
            error: the attribute `zip` is optional on `{city: String, zip?: String}`, and may be absent here
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.address.zip == "1" };
              |                                                               ^^^^^^^^^^^^^^^^^^^^^
              = help: ask for it first: `principal.address has zip && …`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.getTag("team") == "ops" };""",
            """
            error: the tag `"team"` of the entity type `User` may be absent here
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.getTag("team") == "ops" };
              |                                                               ^^^^^^^^^^^^^^^^^^^^^^^^
              = help: ask for it first: `principal.hasTag("team") && …`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { resource.hasTag("x") && resource.getTag("x") == 1 };""",
            """
            warning: the policy applies to no request
             --> p.cedar:1:1
              |
            1 | permit (principal, action == Action::"read", resource) when { resource.hasTag("x") && resource.getTag("x") == 1 };
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: what it asks for is false for every kind of request that the schema allows
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.age == "18" };""",
            """
            error: the types `Long` and `String` are not compatible
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.age == "18" };
              |                                                               ^^^^^^^^^^^^^^^^^^^^^
              = help: what is compared with `==` or `!=` has one type
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.name };""",
            """
            error: expected `Bool`, found `String`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.name };
              |                                                               ^^^^^^^^^^^^^^
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.age && true };""",
            """
            error: expected `Bool`, found `Long`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.age && true };
              |                                                               ^^^^^^^^^^^^^
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.age > "18" };""",
            """
            error: expected `Long`, found `String`
             --> p.cedar:1:79
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.age > "18" };
              |                                                                               ^^^^
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.name + "x" == "yx" };""",
            """
            error: expected `Long`, found `String`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.name + "x" == "yx" };
              |                                                               ^^^^^^^^^^^^^^
              = help: strings are not joined; match them with `like`
            error: expected `Long`, found `String`
             --> p.cedar:1:80
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.name + "x" == "yx" };
              |                                                                                ^^^
              = help: strings are not joined; match them with `like`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { context.score > decimal("1.0") };""",
            """
            error: expected `Long`, `datetime` or `duration`, found `decimal`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { context.score > decimal("1.0") };
              |                                                               ^^^^^^^^^^^^^
              = help: decimals are compared with `.lessThan(…)` and `.greaterThan(…)`
            error: expected `Long`, `datetime` or `duration`, found `decimal`
             --> p.cedar:1:79
              |
            1 | permit (principal, action == Action::"read", resource) when { context.score > decimal("1.0") };
              |                                                                               ^^^^^^^^^^^^^^
              = help: decimals are compared with `.lessThan(…)` and `.greaterThan(…)`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { resource.created < 5 };""",
            """
            error: expected `Long`, found `datetime`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { resource.created < 5 };
              |                                                               ^^^^^^^^^^^^^^^^
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.roles == [] };""",
            """
            error: the type of an empty set cannot be told
             --> p.cedar:1:82
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.roles == [] };
              |                                                                                  ^^
              = help: leave it out: nothing is in it, and `.isEmpty()` tells whether a set is empty
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { [1, "a"].contains(1) };""",
            """
            error: the types `Long` and `String` are not compatible
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { [1, "a"].contains(1) };
              |                                                               ^^^^^^^^
              = help: the elements of a set have one type
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.roles.contains(1) };""",
            """
            error: the types `String` and `Long` are not compatible
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.roles.contains(1) };
              |                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: what a set is asked for has the type of its elements
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.contains(Team::"ops") };""",
            """
            error: expected a set, found `User`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.contains(Team::"ops") };
              |                                                               ^^^^^^^^^
              = help: to ask whether an entity is in another, use `in`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.roles.containsAny("admin") };""",
            """
            error: expected a set, found `String`
             --> p.cedar:1:91
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.roles.containsAny("admin") };
              |                                                                                           ^^^^^^^
              = help: to ask for one element, use `.contains(…)`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { "admin" in principal.roles };""",
            """
            error: expected an entity, found `String`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { "admin" in principal.roles };
              |                                                               ^^^^^^^
              = help: to ask whether something is in a set, use `.contains(…)`
            error: expected an entity or a set of entities, found `Set<String>`
             --> p.cedar:1:74
              |
            1 | permit (principal, action == Action::"read", resource) when { "admin" in principal.roles };
              |                                                                          ^^^^^^^^^^^^^^^
              = help: to ask whether something is in a set, use `.contains(…)`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal in principal.roles };""",
            """
            error: expected an entity or a set of entities, found `Set<String>`
             --> p.cedar:1:76
              |
            1 | permit (principal, action == Action::"read", resource) when { principal in principal.roles };
              |                                                                            ^^^^^^^^^^^^^^^
              = help: to ask whether something is in a set, use `.contains(…)`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal like "a*" };""",
            """
            error: expected `String`, found `User`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal like "a*" };
              |                                                               ^^^^^^^^^
              = help: `like` looks into strings; the type of an entity is tested with `is`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.name is User };""",
            """
            error: expected an entity, found `String`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.name is User };
              |                                                               ^^^^^^^^^^^^^^
              = help: `is` tests the types of entities only; those of other values follow from the schema
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.roles has admin };""",
            """
            error: expected an entity or a record, found `Set<String>`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.roles has admin };
              |                                                               ^^^^^^^^^^^^^^^
              = help: to ask whether something is in a set, use `.contains(…)`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { (if principal.age > 3 then principal else resource) == principal };""",
            """
            error: the types `User` and `Document` are not compatible
             --> p.cedar:1:64
              |
            1 | …mit (principal, action == Action::"read", resource) when { (if principal.age > 3 then principal else resource) == princi…
              |                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: both branches of an `if` have one type
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { context.ip == ip("10.0.0.256") };""",
            """
            error: `10.0.0.256` is not an IP address: write IPv4 or IPv6, possibly with a prefix, such as `10.0.0.0/8` or `ffee::/64`
             --> p.cedar:1:80
              |
            1 | permit (principal, action == Action::"read", resource) when { context.ip == ip("10.0.0.256") };
              |                                                                                ^^^^^^^^^^^^
              = help: an address or range, `"10.0.0.0/8"` or `"::1"`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { context.ip.isInRange(ip(context.token)) };""",
            """
            error: `ip` is called with what is no literal
             --> p.cedar:1:84
              |
            1 | permit (principal, action == Action::"read", resource) when { context.ip.isInRange(ip(context.token)) };
              |                                                                                    ^^^^^^^^^^^^^^^^^
              = help: only a literal can be checked before it is used; let the attribute be of type `ipaddr` instead of `String`
            error: the attribute `token` is optional in the context of `Action::"read"`, and may be absent here
             --> p.cedar:1:87
              |
            1 | permit (principal, action == Action::"read", resource) when { context.ip.isInRange(ip(context.token)) };
              |                                                                                       ^^^^^^^^^^^^^
              = help: ask for it first: `context has token && …`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { context.ip == ip("10.0.0.1", "10.0.0.2") };""",
            """
            error: `ip` takes one argument, found 2
             --> p.cedar:1:77
              |
            1 | permit (principal, action == Action::"read", resource) when { context.ip == ip("10.0.0.1", "10.0.0.2") };
              |                                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { datetime("2024-13-01") < resource.created };""",
            """
            error: `2024-13-01` is not a datetime: there is no such day
             --> p.cedar:1:72
              |
            1 | permit (principal, action == Action::"read", resource) when { datetime("2024-13-01") < resource.created };
              |                                                                        ^^^^^^^^^^^^
              = help: a date or an instant, `"2024-10-15"` or `"2024-10-15T11:35:00Z"`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { resource.owner == resource.title };""",
            """
            error: the types `User` and `String` are not compatible
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { resource.owner == resource.title };
              |                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: what is compared with `==` or `!=` has one type
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { Action::"read".x == 1 };""",
            """
            error: the attribute `x` does not exist on the entity type `Action`
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { Action::"read".x == 1 };
              |                                                               ^^^^^^^^^^^^^^^^
              = help: actions have no attributes
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal has email && resource.owner.email == "x" };""",
            """
            error: the attribute `email` is optional on the entity type `User`, and may be absent here
             --> p.cedar:1:86
              |
            1 | permit (principal, action == Action::"read", resource) when { principal has email && resource.owner.email == "x" };
              |                                                                                      ^^^^^^^^^^^^^^^^^^^^
              = help: ask for it first: `resource.owner has email && …`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal has email || principal.email == "x" };""",
            """
            error: the attribute `email` is optional on the entity type `User`, and may be absent here
             --> p.cedar:1:86
              |
            1 | permit (principal, action == Action::"read", resource) when { principal has email || principal.email == "x" };
              |                                                                                      ^^^^^^^^^^^^^^^
              = help: ask for it first: `principal has email && …`
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.manager.age + context.ip == 3 };""",
            """
            error: expected `Long`, found `ipaddr`
             --> p.cedar:1:87
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.manager.age + context.ip == 3 };
              |                                                                                       ^^^^^^^^^^
            """
        },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_mistake_is_explained(string text, string expected) =>
        Assert.Equal(expected, Rendered.Validation(text));
}
