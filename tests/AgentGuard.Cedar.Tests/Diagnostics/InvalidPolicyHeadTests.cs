namespace AgentGuard.Cedar.Tests.Diagnostics;

/// <summary>Policies that name what the schema does not know, and what their author reads.</summary>
public sealed class InvalidPolicyHeadTests
{
    public static TheoryData<string, string> Policies => new()
    {
        {
            """permit (principal == Usr::"alice", action, resource);""",
            """
            error: the entity type `Usr` is not declared
             --> p.cedar:1:9
              |
            1 | permit (principal == Usr::"alice", action, resource);
              |         ^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: did you mean `User`?
            """
        },
        {
            """permit (principal, action == Action::"raed", resource);""",
            """
            error: the action `Action::"raed"` is not declared
             --> p.cedar:1:20
              |
            1 | permit (principal, action == Action::"raed", resource);
              |                    ^^^^^^^^^^^^^^^^^^^^^^^^
              = help: did you mean `Action::"read"`?
            """
        },
        {
            """permit (principal, action == App::Action::"read", resource);""",
            """
            error: the action `App::Action::"read"` is not declared
             --> p.cedar:1:20
              |
            1 | permit (principal, action == App::Action::"read", resource);
              |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: did you mean `Action::"read"`?
            """
        },
        {
            """permit (principal, action == Action::"Action::read", resource);""",
            """
            error: the action `Action::"Action::read"` is not declared
             --> p.cedar:1:20
              |
            1 | permit (principal, action == Action::"Action::read", resource);
              |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: the type stands in the id; did you mean `Action::"read"`?
            """
        },
        {
            """permit (principal is Person, action, resource);""",
            """
            error: the entity type `Person` is not declared
             --> p.cedar:1:9
              |
            1 | permit (principal is Person, action, resource);
              |         ^^^^^^^^^^^^^^^^^^^
              = help: the entity types are `Color`, `Document`, `Folder`, `Team`, `User`
            """
        },
        {
            """permit (principal, action, resource) when { resource is Document && resource.color == Color::"blue" };""",
            """
            error: `Color::"blue"` is none of the entities of the enumerated type `Color`
             --> p.cedar:1:87
              |
            1 | permit (principal, action, resource) when { resource is Document && resource.color == Color::"blue" };
              |                                                                                       ^^^^^^^^^^^^^
              = help: its ids are `red`, `green`
            """
        },
        {
            """permit (principal == Team::"ops", action == Action::"read", resource);""",
            """
            error: no action applies to what the head of the policy admits
             --> p.cedar:1:1
              |
            1 | permit (principal == Team::"ops", action == Action::"read", resource);
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: the principal is a group of what the action applies to; did you mean `principal in`?
            """
        },
        {
            """permit (principal, action == Action::"read", resource == Folder::"tmp");""",
            """
            error: no action applies to what the head of the policy admits
             --> p.cedar:1:1
              |
            1 | permit (principal, action == Action::"read", resource == Folder::"tmp");
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: the resource is a group of what the action applies to; did you mean `resource in`?
            """
        },
        {
            """permit (principal is Folder, action == Action::"read", resource);""",
            """
            error: no action applies to what the head of the policy admits
             --> p.cedar:1:1
              |
            1 | permit (principal is Folder, action == Action::"read", resource);
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: `Action::"read"` applies to principals of type `User` and resources of type `Document`
            """
        },
        {
            """permit (principal, action == Action::"access", resource);""",
            """
            error: no action applies to what the head of the policy admits
             --> p.cedar:1:1
              |
            1 | permit (principal, action == Action::"access", resource);
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: `Action::"access"` applies to nothing; for the actions in a group write `action in`
            """
        },
        {
            """permit (principal, action in [], resource);""",
            """
            error: no action applies to what the head of the policy admits
             --> p.cedar:1:1
              |
            1 | permit (principal, action in [], resource);
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            error: the type of an empty set cannot be told
             --> p.cedar:1:20
              |
            1 | permit (principal, action in [], resource);
              |                    ^^^^^^^^^^^^
              = help: leave it out: nothing is in it, and `.isEmpty()` tells whether a set is empty
            """
        },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_mistake_is_explained(string text, string expected) =>
        Assert.Equal(expected, Rendered.Validation(text));
}
