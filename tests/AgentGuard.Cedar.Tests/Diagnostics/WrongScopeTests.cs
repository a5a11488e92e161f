namespace AgentGuard.Cedar.Tests.Diagnostics;

/// <summary>Mistakes in the head of a policy, and what their author reads.</summary>
public sealed class WrongScopeTests
{
    public static TheoryData<string, string> Policies => new()
    {
        {
            """permit (principal = User::"alice", action, resource);""",
            """
            error: `=` is not an operator
             --> p.cedar:1:19
              |
            1 | permit (principal = User::"alice", action, resource);
              |                   ^
              = help: did you mean `==`?
            """
        },
        {
            """permit (principal.age > 5, action, resource);""",
            """
            error: expected `,` or `)`, found `.`
             --> p.cedar:1:18
              |
            1 | permit (principal.age > 5, action, resource);
              |                  ^
              = help: conditions on attributes belong in a `when` clause
            """
        },
        {
            """permit (principal, action, resource.owner == principal);""",
            """
            error: expected `,` or `)`, found `.`
             --> p.cedar:1:36
              |
            1 | permit (principal, action, resource.owner == principal);
              |                                    ^
              = help: conditions on attributes belong in a `when` clause
            """
        },
        {
            """permit (principal, action, resource == principal);""",
            """
            error: expected an entity uid, found the variable `principal`
             --> p.cedar:1:40
              |
            1 | permit (principal, action, resource == principal);
              |                                        ^^^^^^^^^
              = help: the scope compares with entities only; move the rest into a `when` clause
            """
        },
        {
            """permit (principal == User::alice, action, resource);""",
            """
            error: invalid variable `User::alice`
             --> p.cedar:1:22
              |
            1 | permit (principal == User::alice, action, resource);
              |                      ^^^^^^^^^^^
              = help: did you mean `User::"alice"`?
            """
        },
        {
            """permit (principal == "alice", action, resource);""",
            """
            error: expected an entity uid, found the string `"alice"`
             --> p.cedar:1:22
              |
            1 | permit (principal == "alice", action, resource);
              |                      ^^^^^^^
              = help: an entity has a type, `User::"alice"`
            """
        },
        {
            """permit (principal == User, action, resource);""",
            """
            error: invalid variable `User`
             --> p.cedar:1:22
              |
            1 | permit (principal == User, action, resource);
              |                      ^^^^
              = help: an entity has an id, `User::"…"`; a type is tested with `is`
            """
        },
        {
            """permit (principal in [User::"alice", User::"bob"], action, resource);""",
            """
            error: expected an entity uid, found a set
             --> p.cedar:1:22
              |
            1 | permit (principal in [User::"alice", User::"bob"], action, resource);
              |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: write one policy for each entity, or `in` a group that holds them
            """
        },
        {
            """permit (principal, action == [Action::"read"], resource);""",
            """
            error: expected an entity uid, found a set
             --> p.cedar:1:30
              |
            1 | permit (principal, action == [Action::"read"], resource);
              |                              ^^^^^^^^^^^^^^^^
              = help: `in` takes a set of actions, `action in [Action::"read", …]`
            """
        },
        {
            """permit (principal, action == Actn::"read", resource);""",
            """
            error: expected an entity uid with type `Action`, found `Actn::"read"`
             --> p.cedar:1:30
              |
            1 | permit (principal, action == Actn::"read", resource);
              |                              ^^^^^^^^^^^^
              = help: actions have the type `Action`, in any namespace
            """
        },
        {
            """permit (principal, action is Action, resource);""",
            """
            error: `is` cannot stand in the action's scope
             --> p.cedar:1:27
              |
            1 | permit (principal, action is Action, resource);
              |                           ^^
              = help: move `action is …` into a `when` clause
            """
        },
        {
            """permit (principal: User, action, resource);""",
            """
            error: type constraints with `:` are not part of Cedar
             --> p.cedar:1:18
              |
            1 | permit (principal: User, action, resource);
              |                  ^
              = help: did you mean `is`?
            """
        },
        {
            """permit (principal, action);""",
            """
            error: the scope lacks the variable `resource`
             --> p.cedar:1:26
              |
            1 | permit (principal, action);
              |                          ^
              = help: the scope holds `principal`, `action` and `resource`, in this order
            """
        },
        {
            """permit (principle, action, resource);""",
            """
            error: expected the variable `principal`, found `principle`
             --> p.cedar:1:9
              |
            1 | permit (principle, action, resource);
              |         ^^^^^^^^^
              = help: did you mean `principal`?
            """
        },
        {
            """permit (resource, action, principal);""",
            """
            error: expected the variable `principal`, found `resource`
             --> p.cedar:1:9
              |
            1 | permit (resource, action, principal);
              |         ^^^^^^^^
              = help: the scope holds `principal`, `action` and `resource`, in this order
            error: expected the variable `resource`, found `principal`
             --> p.cedar:1:27
              |
            1 | permit (resource, action, principal);
              |                           ^^^^^^^^^
              = help: the scope holds `principal`, `action` and `resource`, in this order
            """
        },
        {
            """permit (principal, action, resource, context);""",
            """
            error: the scope has an extra element `context`
             --> p.cedar:1:38
              |
            1 | permit (principal, action, resource, context);
              |                                      ^^^^^^^
              = help: the scope holds `principal`, `action` and `resource`, in this order
            """
        },
        {
            """permit (principal == ?principal, action, resource);""",
            """
            error: expected a static policy, and the slot `?principal` makes this one a template
             --> p.cedar:1:22
              |
            1 | permit (principal == ?principal, action, resource);
              |                      ^^^^^^^^^^
              = help: write an entity in place of the slot; templates are not taken here
            """
        },
        {
            """permit (principal in Group::"a" || principal in Group::"b", action, resource);""",
            """
            error: expected an entity uid, found a `||` expression
             --> p.cedar:1:22
              |
            1 | permit (principal in Group::"a" || principal in Group::"b", action, resource);
              |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: the scope takes one entity a variable; write a second policy
            """
        },
        {
            """permit (principal in User::"a" is User, action, resource);""",
            """
            error: expected an entity uid, found an `is` expression
             --> p.cedar:1:22
              |
            1 | permit (principal in User::"a" is User, action, resource);
              |                      ^^^^^^^^^^^^^^^^^
              = help: where `is` and `in` stand together, `is` comes first: `… is … in …`
            """
        },
        {
            """permit (principal, action in Action::read, resource);""",
            """
            error: invalid variable `Action::read`
             --> p.cedar:1:30
              |
            1 | permit (principal, action in Action::read, resource);
              |                              ^^^^^^^^^^^^
              = help: did you mean `Action::"read"`?
            """
        },
        {
            """permit (principal is User == User::"a", action, resource);""",
            """
            error: `is` cannot be used together with `==`
             --> p.cedar:1:27
              |
            1 | permit (principal is User == User::"a", action, resource);
              |                           ^^
              = help: try `… is … in …`
            """
        },
        {
            """permit (principal == "al"ice", action, resource);""",
            """
            error: expected an entity uid, found the string `"al"`
             --> p.cedar:1:22
              |
            1 | permit (principal == "al"ice", action, resource);
              |                      ^^^^
              = help: an entity has a type, `User::"alice"`
            error: expected `,` or `)`, found `ice`
             --> p.cedar:1:26
              |
            1 | permit (principal == "al"ice", action, resource);
              |                          ^^^
              = help: conditions on attributes belong in a `when` clause
            """
        },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_wrong_scope_is_shown_with_its_place_and_a_way_out(string policy, string printed) => Assert.Equal(printed, Rendered.Policy(policy));
}
