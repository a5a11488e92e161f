namespace AgentGuard.Cedar.Tests.Diagnostics;

/// <summary>Mistakes in a condition, and what their author reads.</summary>
public sealed class WrongConditionTests
{
    public static TheoryData<string, string> Policies => new()
    {
        {
            """permit (principal, action, resource) when { principal.age = 18 };""",
            """
            error: `=` is not an operator
             --> p.cedar:1:59
              |
            1 | permit (principal, action, resource) when { principal.age = 18 };
              |                                                           ^
              = help: did you mean `==`?
            """
        },
        {
            """permit (principal, action, resource) when { resource.owner == 'alice' };""",
            """
            error: invalid character `'`
             --> p.cedar:1:63
              |
            1 | permit (principal, action, resource) when { resource.owner == 'alice' };
              |                                                               ^
              = help: strings must use double quotes, not single quotes
            """
        },
        {
            """permit (principal, action, resource) when { principal.a and principal.b };""",
            """
            error: expected `}`, found `and`
             --> p.cedar:1:57
              |
            1 | permit (principal, action, resource) when { principal.a and principal.b };
              |                                                         ^^^
              = help: did you mean `&&`?
            """
        },
        {
            """permit (principal, action, resource) when { principal.a or principal.b };""",
            """
            error: expected `}`, found `or`
             --> p.cedar:1:57
              |
            1 | permit (principal, action, resource) when { principal.a or principal.b };
              |                                                         ^^
              = help: did you mean `||`?
            """
        },
        {
            """permit (principal, action, resource) when { not principal.a };""",
            """
            error: invalid variable `not`
             --> p.cedar:1:45
              |
            1 | permit (principal, action, resource) when { not principal.a };
              |                                             ^^^
              = help: did you mean `!`?
            error: expected `}`, found `principal`
             --> p.cedar:1:49
              |
            1 | permit (principal, action, resource) when { not principal.a };
              |                                                 ^^^^^^^^^
            """
        },
        {
            """permit (principal, action, resource) when { context.token != null };""",
            """
            error: invalid variable `null`
             --> p.cedar:1:62
              |
            1 | permit (principal, action, resource) when { context.token != null };
              |                                                              ^^^^
              = help: Cedar has no null; `has` tells whether an attribute is there
            """
        },
        {
            """permit (principal, action, resource) when { principal.in };""",
            """
            error: `in` is reserved and cannot be used as an identifier
             --> p.cedar:1:55
              |
            1 | permit (principal, action, resource) when { principal.in };
              |                                                       ^^
              = help: an attribute of this name is written `["in"]`, and asked for with `has "in"`
            """
        },
        {
            """permit (principal, action, resource) when { principal."first name" };""",
            """
            error: expected an attribute name, found the string `"first name"`
             --> p.cedar:1:55
              |
            1 | permit (principal, action, resource) when { principal."first name" };
              |                                                       ^^^^^^^^^^^^
              = help: an attribute is written `.name` or `["first name"]`
            """
        },
        {
            """permit (principal, action, resource) when { principal == User::alice };""",
            """
            error: invalid variable `User::alice`
             --> p.cedar:1:58
              |
            1 | permit (principal, action, resource) when { principal == User::alice };
              |                                                          ^^^^^^^^^^^
              = help: did you mean `User::"alice"`?
            """
        },
        {
            """permit (principal, action, resource) when { context.x in "admins" };""",
            """
            warning: `in` asks for an entity or a set of entities, and this is a string
             --> p.cedar:1:58
              |
            1 | permit (principal, action, resource) when { context.x in "admins" };
              |                                                          ^^^^^^^^
              = help: did you mean `==`, or an entity such as `Group::"admins"`?
            """
        },
        {
            """permit (principal, action, resource) when { princpal.admin };""",
            """
            error: invalid variable `princpal`
             --> p.cedar:1:45
              |
            1 | permit (principal, action, resource) when { princpal.admin };
              |                                             ^^^^^^^^
              = help: did you mean `principal`?
            """
        },
        {
            """permit (principal, action, resource) when { context.tags.contain("a") };""",
            """
            error: `contain` is not a method
             --> p.cedar:1:58
              |
            1 | permit (principal, action, resource) when { context.tags.contain("a") };
              |                                                          ^^^^^^^
              = help: did you mean `contains`?
            """
        },
        {
            """permit (principal, action, resource) when { contains(context.tags, "a") };""",
            """
            error: `contains` is a method, not a function
             --> p.cedar:1:45
              |
            1 | permit (principal, action, resource) when { contains(context.tags, "a") };
              |                                             ^^^^^^^^
              = help: call it on a value, `value.contains(…)`
            """
        },
        {
            """permit (principal, action, resource) when { context.ip.ip() };""",
            """
            error: `ip` is a function, not a method
             --> p.cedar:1:56
              |
            1 | permit (principal, action, resource) when { context.ip.ip() };
              |                                                        ^^
              = help: call it as `ip(…)`
            """
        },
        {
            """permit (principal, action, resource) when { decmal("1.0") == context.d };""",
            """
            error: `decmal` is not a function
             --> p.cedar:1:45
              |
            1 | permit (principal, action, resource) when { decmal("1.0") == context.d };
              |                                             ^^^^^^
              = help: did you mean `decimal`?
            """
        },
        {
            """permit (principal, action, resource) when { [1].contains() };""",
            """
            error: `contains` takes one argument, found 0
             --> p.cedar:1:49
              |
            1 | permit (principal, action, resource) when { [1].contains() };
              |                                                 ^^^^^^^^
            """
        },
        {
            """permit (principal, action, resource) when { context.a < 1.5 };""",
            """
            error: expected an attribute name, found `5`
             --> p.cedar:1:59
              |
            1 | permit (principal, action, resource) when { context.a < 1.5 };
              |                                                           ^
              = help: numbers with a fraction are decimals, `decimal("1.5")`
            """
        },
        {
            """permit (principal, action, resource) when { 1 < context.a < 10 };""",
            """
            error: relational operators cannot be chained
             --> p.cedar:1:59
              |
            1 | permit (principal, action, resource) when { 1 < context.a < 10 };
              |                                                           ^
              = help: use parentheses to say what belongs together
            """
        },
        {
            """permit (principal, action, resource) when { true && if true then true else false };""",
            """
            error: expected an expression, found `if`
             --> p.cedar:1:53
              |
            1 | permit (principal, action, resource) when { true && if true then true else false };
              |                                                     ^^
              = help: put an `if` that is an operand in parentheses
            """
        },
        {
            """permit (principal, action, resource) when { context.a / 2 == 1 };""",
            """
            error: `/` is not an operator
             --> p.cedar:1:55
              |
            1 | permit (principal, action, resource) when { context.a / 2 == 1 };
              |                                                       ^
              = help: Cedar has no division and no remainder
            """
        },
        {
            """permit (principal, action, resource) when { context.a & context.b };""",
            """
            error: invalid character `&`
             --> p.cedar:1:55
              |
            1 | permit (principal, action, resource) when { context.a & context.b };
              |                                                       ^
              = help: did you mean `&&`?
            """
        },
        {
            """permit (principal, action, resource) when { context.name == "alice };""",
            """
            error: a string is not closed
             --> p.cedar:1:61
              |
            1 | permit (principal, action, resource) when { context.name == "alice };
              |                                                             ^^^^^^^^^
              = help: strings end with `"`; write a quote in a string as `\"`
            """
        },
        {
            """permit (principal, action, resource) when { context.name like context.pattern };""",
            """
            error: expected a pattern, found `context`
             --> p.cedar:1:63
              |
            1 | permit (principal, action, resource) when { context.name like context.pattern };
              |                                                               ^^^^^^^
              = help: a pattern is a string literal, in which `*` stands for any text
            """
        },
        {
            """permit (principal, action, resource) when { principal is "User" };""",
            """
            error: expected an entity type, found the string `"User"`
             --> p.cedar:1:58
              |
            1 | permit (principal, action, resource) when { principal is "User" };
              |                                                          ^^^^^^
              = help: did you mean `User`?
            """
        },
        {
            """permit (principal, action, resource) when { principal is User::"alice" };""",
            """
            error: expected an entity type, found `::`
             --> p.cedar:1:62
              |
            1 | permit (principal, action, resource) when { principal is User::"alice" };
              |                                                              ^^
              = help: `is` tests the type; did you mean `==` or `in`?
            """
        },
        {
            """permit (principal, action, resource) when { {a: 1, a: 2} has a };""",
            """
            error: duplicate key `a` in a record
             --> p.cedar:1:52
              |
            1 | permit (principal, action, resource) when { {a: 1, a: 2} has a };
              |                                                    ^
            """
        },
        {
            """permit (principal, action, resource) when { 9223372036854775808 == 1 };""",
            """
            error: integer literal `9223372036854775808` is too large
             --> p.cedar:1:45
              |
            1 | permit (principal, action, resource) when { 9223372036854775808 == 1 };
              |                                             ^^^^^^^^^^^^^^^^^^^
              = help: integers go from `-9223372036854775808` to `9223372036854775807`
            """
        },
        {
            """permit (principal, action, resource) when { !!!!!true };""",
            """
            error: `!` stands more than 4 times in a row
             --> p.cedar:1:45
              |
            1 | permit (principal, action, resource) when { !!!!!true };
              |                                             ^^^^^
            """
        },
        {
            """permit (principal, action, resource) when { context.a == "\d" };""",
            """
            error: `\d` is not a valid escape
             --> p.cedar:1:59
              |
            1 | permit (principal, action, resource) when { context.a == "\d" };
              |                                                           ^^
              = help: the escapes are `\n`, `\r`, `\t`, `\0`, `\\`, `\'`, `\"`, `\x41` and `\u{1f600}`
            """
        },
        {
            """permit (principal, action, resource) when { context[name] };""",
            """
            error: expected a string, found `name`
             --> p.cedar:1:53
              |
            1 | permit (principal, action, resource) when { context[name] };
              |                                                     ^^^^
              = help: an index is the name of an attribute, a string literal
            """
        },
        {
            """permit (principal, action, resource) when { True };""",
            """
            error: invalid variable `True`
             --> p.cedar:1:45
              |
            1 | permit (principal, action, resource) when { True };
              |                                             ^^^^
              = help: did you mean `true`?
            """
        },
        {
            """permit (principal, action, resource) when { if context.a then true };""",
            """
            error: expected `else`, found `}`
             --> p.cedar:1:68
              |
            1 | permit (principal, action, resource) when { if context.a then true };
              |                                                                    ^
              = help: every `if` has an `else`
            """
        },
        {
            """permit (principal, action, resource) when { principal has "a".b };""",
            """
            error: expected `}`, found `.`
             --> p.cedar:1:62
              |
            1 | permit (principal, action, resource) when { principal has "a".b };
              |                                                              ^
            """
        },
        {
            """permit (principal, action, resource) when { (context.a == 1 };""",
            """
            error: expected `)`, found `}`
             --> p.cedar:1:61
              |
            1 | permit (principal, action, resource) when { (context.a == 1 };
              |                                                             ^
            """
        },
        {
            """permit (principal, action, resource) when { context.a == 1 }};""",
            """
            error: expected `when`, `unless` or `;`, found `}`
             --> p.cedar:1:61
              |
            1 | permit (principal, action, resource) when { context.a == 1 }};
              |                                                             ^
            """
        },
        {
            """permit (principal, action, resource) when { context.a === 1 };""",
            """
            error: expected an expression, found `=`
             --> p.cedar:1:57
              |
            1 | permit (principal, action, resource) when { context.a === 1 };
              |                                                         ^
              = help: did you mean `==`?
            """
        },
        {
            """permit (principal, action, resource) when { principal.foo bar };""",
            """
            error: expected `}`, found `bar`
             --> p.cedar:1:59
              |
            1 | permit (principal, action, resource) when { principal.foo bar };
              |                                                           ^^^
            """
        },
        {
            """permit (principal, action, resource) when { "a" + };""",
            """
            error: expected an expression, found `}`
             --> p.cedar:1:51
              |
            1 | permit (principal, action, resource) when { "a" + };
              |                                                   ^
            """
        },
        {
            """permit (principal, action, resource) when { principal.name == “alice” };""",
            """
            error: invalid character `“`
             --> p.cedar:1:63
              |
            1 | permit (principal, action, resource) when { principal.name == “alice” };
              |                                                               ^
              = help: strings must use straight double quotes, `"`
            """
        },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_wrong_condition_is_shown_with_its_place_and_a_way_out(string policy, string printed) => Assert.Equal(printed, Rendered.Policy(policy));
}
