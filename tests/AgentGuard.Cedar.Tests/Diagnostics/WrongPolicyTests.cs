namespace AgentGuard.Cedar.Tests.Diagnostics;

/// <summary>Mistakes around head and conditions, and what their author reads.</summary>
public sealed class WrongPolicyTests
{
    public static TheoryData<string, string> Policies => new()
    {
        {
            """permt (principal, action, resource);""",
            """
            error: invalid policy effect `permt`
             --> p.cedar:1:1
              |
            1 | permt (principal, action, resource);
              | ^^^^^
              = help: did you mean `permit`?
            """
        },
        {
            """allow (principal, action, resource);""",
            """
            error: invalid policy effect `allow`
             --> p.cedar:1:1
              |
            1 | allow (principal, action, resource);
              | ^^^^^
              = help: did you mean `permit`?
            """
        },
        {
            """permit (principal, action, resource)""",
            """
            error: expected `;` at the end of the policy
             --> p.cedar:1:37
              |
            1 | permit (principal, action, resource)
              |                                     ^
              = help: each policy ends with `;`
            """
        },
        {
            """
            permit (principal, action, resource)
            forbid (principal, action, resource);
            """,
            """
            error: expected `;` at the end of the policy
             --> p.cedar:1:37
              |
            1 | permit (principal, action, resource)
              |                                     ^
              = help: each policy ends with `;`
            """
        },
        {
            """permit (principal, action, resource) when principal.admin;""",
            """
            error: expected `{`, found `principal`
             --> p.cedar:1:43
              |
            1 | permit (principal, action, resource) when principal.admin;
              |                                           ^^^^^^^^^
              = help: write the condition in braces: `when { … }`
            """
        },
        {
            """permit (principal, action, resource) when (principal.admin);""",
            """
            error: expected `{`, found `(`
             --> p.cedar:1:43
              |
            1 | permit (principal, action, resource) when (principal.admin);
              |                                           ^
              = help: write the condition in braces: `when { … }`
            """
        },
        {
            """permit (principal, action, resource) where { true };""",
            """
            error: invalid policy condition `where`
             --> p.cedar:1:38
              |
            1 | permit (principal, action, resource) where { true };
              |                                      ^^^^^
              = help: did you mean `when`?
            """
        },
        {
            """permit (principal, action, resource) when {};""",
            """
            error: the `when` clause cannot be empty
             --> p.cedar:1:38
              |
            1 | permit (principal, action, resource) when {};
              |                                      ^^^^^^
            """
        },
        {
            """permit (principal, action, resource); when { true };""",
            """
            error: `when` stands outside a policy
             --> p.cedar:1:39
              |
            1 | permit (principal, action, resource); when { true };
              |                                       ^^^^
              = help: conditions come before the `;` of their policy
            """
        },
        {
            """@id("a") @id("b") permit (principal, action, resource);""",
            """
            error: duplicate annotation `@id`
             --> p.cedar:1:10
              |
            1 | @id("a") @id("b") permit (principal, action, resource);
              |          ^^^^^^^^
            """
        },
        {
            """
            # comment
            permit (principal, action, resource);
            """,
            """
            error: invalid character `#`
             --> p.cedar:1:1
              |
            1 | # comment
              | ^
              = help: comments start with `//`
            """
        },
        {
            """permit principal, action, resource;""",
            """
            error: expected `(`, found `principal`
             --> p.cedar:1:8
              |
            1 | permit principal, action, resource;
              |        ^^^^^^^^^
              = help: the scope holds `principal`, `action` and `resource`, in this order
            """
        },
        {
            """permit (principal, action, resource) unles { true };""",
            """
            error: invalid policy condition `unles`
             --> p.cedar:1:38
              |
            1 | permit (principal, action, resource) unles { true };
              |                                      ^^^^^
              = help: did you mean `unless`?
            """
        },
        {
            """/* block */ permit (principal, action, resource);""",
            """
            error: expected `permit` or `forbid`, found `/`
             --> p.cedar:1:1
              |
            1 | /* block */ permit (principal, action, resource);
              | ^
              = help: comments start with `//`
            """
        },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_wrong_policy_is_shown_with_its_place_and_a_way_out(string policy, string printed) => Assert.Equal(printed, Rendered.Policy(policy));
}
