namespace AgentGuard.Cedar.Tests.Diagnostics;

/// <summary>Policies that are valid and hardly what their author meant.</summary>
public sealed class PolicyWarningTests
{
    public static TheoryData<string, string> Policies => new()
    {
        {
            """permit (principal, action == Action::"read", resource) when { principal == resource };""",
            """
            warning: the policy applies to no request
             --> p.cedar:1:1
              |
            1 | permit (principal, action == Action::"read", resource) when { principal == resource };
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: what it asks for is false for every kind of request that the schema allows
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { false };""",
            """
            warning: the policy applies to no request
             --> p.cedar:1:1
              |
            1 | permit (principal, action == Action::"read", resource) when { false };
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: what it asks for is false for every kind of request that the schema allows
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.name == "аdmin" };""",
            """
            warning: the string `аdmin` mixes scripts
             --> p.cedar:1:81
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.name == "аdmin" };
              |                                                                                 ^^^^^^^
              = help: letters of different scripts may look the same
            """
        },
        {
            """permit (principal == User::"al\u{202e}ice", action == Action::"read", resource);""",
            """
            warning: the name `al\u{202e}ice` turns the direction of writing
             --> p.cedar:1:9
              |
            1 | permit (principal == User::"al\u{202e}ice", action == Action::"read", resource);
              |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: it reads otherwise than it is compared
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { principal.name == "a\u{2067}b" };""",
            """
            warning: the string `a\u{2067}b` turns the direction of writing
             --> p.cedar:1:81
              |
            1 | permit (principal, action == Action::"read", resource) when { principal.name == "a\u{2067}b" };
              |                                                                                 ^^^^^^^^^^^^
              = help: it reads otherwise than it is compared
            """
        },
        {
            """permit (principal == User::"al\u{200b}ice", action == Action::"read", resource);""",
            """
            warning: the name `al\u{200b}ice` contains `U+200B`
             --> p.cedar:1:9
              |
            1 | permit (principal == User::"al\u{200b}ice", action == Action::"read", resource);
              |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: such characters can hardly be seen or told from others
            """
        },
        {
            """permit (principal, action == Action::"read", resource) when { {"nаme": 1} == {"nаme": 2} };""",
            """
            warning: the name `nаme` mixes scripts
             --> p.cedar:1:63
              |
            1 | permit (principal, action == Action::"read", resource) when { {"nаme": 1} == {"nаme": 2} };
              |                                                               ^^^^^^^^^^^
              = help: letters of different scripts may look the same
            warning: the name `nаme` mixes scripts
             --> p.cedar:1:78
              |
            1 | permit (principal, action == Action::"read", resource) when { {"nаme": 1} == {"nаme": 2} };
              |                                                                              ^^^^^^^^^^^
              = help: letters of different scripts may look the same
            """
        },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void What_is_doubtful_is_said(string text, string expected) =>
        Assert.Equal(expected, Rendered.Validation(text));
}
