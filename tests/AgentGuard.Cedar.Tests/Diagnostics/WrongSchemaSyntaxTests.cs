namespace AgentGuard.Cedar.Tests.Diagnostics;

/// <summary>Mistakes in the syntax of a schema, and what their author reads.</summary>
public sealed class WrongSchemaSyntaxTests
{
    public static TheoryData<string, string> Schemas => new()
    {
        {
            """entity User = { name String };""",
            """
            error: expected `:` or `?`, found `String`
             --> s.cedarschema:1:22
              |
            1 | entity User = { name String };
              |                      ^^^^^^
              = help: an attribute is written `name: Type`, or `name?: Type` if it may be absent
            """
        },
        {
            """entity User = { name: String }""",
            """
            error: expected `;` at the end of the declaration
             --> s.cedarschema:1:31
              |
            1 | entity User = { name: String }
              |                               ^
              = help: each declaration ends with `;`
            """
        },
        {
            """entity User { name: String; age: Long };""",
            """
            error: expected `,` or `}`, found `;`
             --> s.cedarschema:1:27
              |
            1 | entity User { name: String; age: Long };
              |                           ^
              = help: attributes are separated by commas
            """
        },
        {
            """entity User = { tags: [String] };""",
            """
            error: expected a type, found `[`
             --> s.cedarschema:1:23
              |
            1 | entity User = { tags: [String] };
              |                       ^
              = help: a set is written `Set<…>`
            """
        },
        {
            """entiy User;""",
            """
            error: expected a declaration, found `entiy`
             --> s.cedarschema:1:1
              |
            1 | entiy User;
              | ^^^^^
              = help: did you mean `entity`?
            """
        },
        {
            """action view { principal: [User], resource: [User] };""",
            """
            error: expected `;`, found `{`
             --> s.cedarschema:1:13
              |
            1 | action view { principal: [User], resource: [User] };
              |             ^
              = help: did you mean `appliesTo`? an action is written `action view appliesTo { principal: [User], resource: [Photo], context: {…} };`
            """
        },
        {
            """
            entity User;
            action view appliesTo { principals: [User], resource: [User] };
            """,
            """
            error: expected `principal`, `resource` or `context`, found `principals`
             --> s.cedarschema:2:25
              |
            2 | action view appliesTo { principals: [User], resource: [User] };
              |                         ^^^^^^^^^^
              = help: did you mean `principal`?
            """
        },
        {
            """
            entity User;
            action view appliesTo { principal: [User] };
            """,
            """
            error: `appliesTo` of the action `view` has no `resource`
             --> s.cedarschema:2:8
              |
            2 | action view appliesTo { principal: [User] };
              |        ^^^^
              = help: name the types of its resource, `resource: [User]`; an action that applies to nothing has no `appliesTo`
            """
        },
        {
            """
            entity User;
            action view appliesTo { principal: [User], resource: [] };
            """,
            """
            error: the list of types is empty
             --> s.cedarschema:2:44
              |
            2 | action view appliesTo { principal: [User], resource: [] };
              |                                            ^^^^^^^^^^^^
              = help: an action that applies to nothing, such as a group, has no `appliesTo`
            """
        },
        {
            """
            entity User;
            action view appliesTo { principal: [User], principal: [User], resource: [User] };
            """,
            """
            error: `principal` is given twice for the action `view`
             --> s.cedarschema:2:44
              |
            2 | action view appliesTo { principal: [User], principal: [User], resource: [User] };
              |                                            ^^^^^^^^^^^^^^^^^
              = help: name all types in one list
            """
        },
        {
            """
            entity User;
            action view appliesTo { principal: [User], resource: [User], context: Set<Long> };
            """,
            """
            error: expected `,` or `}`, found `<`
             --> s.cedarschema:2:74
              |
            2 | action view appliesTo { principal: [User], resource: [User], context: Set<Long> };
              |                                                                          ^
              = help: a context is a record, `{…}`, or the name of one
            """
        },
        {
            """namespace App { entity User; };""",
            """
            error: expected a declaration, found `;`
             --> s.cedarschema:1:31
              |
            1 | namespace App { entity User; };
              |                               ^
              = help: no `;` stands behind a namespace
            """
        },
        {
            """namespace App { entity User;""",
            """
            error: expected `}` at the end of the namespace, found the end of the text
             --> s.cedarschema:1:29
              |
            1 | namespace App { entity User;
              |                             ^
              = help: the namespace `App` starts in line 1
            """
        },
        {
            """entity Color enum [];""",
            """
            error: expected the id of an entity, a string, found `]`
             --> s.cedarschema:1:20
              |
            1 | entity Color enum [];
              |                    ^
              = help: an enumerated entity type has at least one id
            """
        },
        {
            """entity User = { in: Bool };""",
            """
            error: `in` is reserved and cannot be used as an identifier
             --> s.cedarschema:1:17
              |
            1 | entity User = { in: Bool };
              |                 ^^
              = help: write it as a string, `"in"`
            """
        },
        {
            """entity User in Group, Team;""",
            """
            error: expected `;`, found `,`
             --> s.cedarschema:1:21
              |
            1 | entity User in Group, Team;
              |                     ^
              = help: several names stand in brackets, `[A, B]`
            """
        },
        {
            """entity User = Person;""",
            """
            error: expected `{`, found `Person`
             --> s.cedarschema:1:15
              |
            1 | entity User = Person;
              |               ^^^^^^
              = help: the attributes of an entity type are written out; only their types can be common types
            """
        },
        {
            """type Name: String;""",
            """
            error: expected `=`, found `:`
             --> s.cedarschema:1:10
              |
            1 | type Name: String;
              |          ^
              = help: a type is declared as `type Name = …;`
            """
        },
        {
            """entity User = { 'name': String };""",
            """
            error: invalid character `'`
             --> s.cedarschema:1:17
              |
            1 | entity User = { 'name': String };
              |                 ^
              = help: strings must use double quotes, not single quotes
            """
        },
        {
            """@doc("a") @doc("b") entity User;""",
            """
            error: duplicate annotation `@doc`
             --> s.cedarschema:1:11
              |
            1 | @doc("a") @doc("b") entity User;
              |           ^^^^^^^^^
            """
        },
        {
            """permit (principal, action, resource);""",
            """
            error: expected a declaration, found `permit`
             --> s.cedarschema:1:1
              |
            1 | permit (principal, action, resource);
              | ^^^^^^
              = help: policies do not stand in a schema
            """
        },
        {
            """action "view" in [];""",
            """
            error: expected an action, found `]`
             --> s.cedarschema:1:19
              |
            1 | action "view" in [];
              |                   ^
              = help: an action that is in no other has no `in`
            """
        },
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_mistake_is_explained(string text, string expected) =>
        Assert.Equal(expected, Rendered.Schema(text));
}
