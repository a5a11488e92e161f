namespace AgentGuard.Cedar.Tests.Diagnostics;

/// <summary>Names in a schema that are wrong, and what their author reads.</summary>
public sealed class WrongSchemaNameTests
{
    public static TheoryData<string, string> Schemas => new()
    {
        {
            """entity User = { name: Strng };""",
            """
            error: undeclared type `Strng`
             --> s.cedarschema:1:23
              |
            1 | entity User = { name: Strng };
              |                       ^^^^^
              = help: did you mean `String`?
            """
        },
        {
            """entity User = { age: Int, admin: boolean };""",
            """
            error: undeclared type `Int`
             --> s.cedarschema:1:22
              |
            1 | entity User = { age: Int, admin: boolean };
              |                      ^^^
              = help: did you mean `Long`?
            error: undeclared type `boolean`
             --> s.cedarschema:1:34
              |
            1 | entity User = { age: Int, admin: boolean };
              |                                  ^^^^^^^
              = help: did you mean `Bool`?
            """
        },
        {
            """
            entity User in [Gruop];
            entity Group;
            """,
            """
            error: undeclared entity type `Gruop`
             --> s.cedarschema:1:17
              |
            1 | entity User in [Gruop];
              |                 ^^^^^
              = help: did you mean `Group`?
            """
        },
        {
            """
            namespace App {
              entity User;
            }
            entity Document = { owner: User };
            """,
            """
            error: undeclared type `User`
             --> s.cedarschema:4:28
              |
            4 | entity Document = { owner: User };
              |                            ^^^^
              = help: did you mean `App::User`?
            """
        },
        {
            """
            namespace App {
              entity User = { home: Address };
            }
            """,
            """
            error: undeclared type `Address`
             --> s.cedarschema:2:25
              |
            2 |   entity User = { home: Address };
              |                         ^^^^^^^
              = help: neither `App::Address` nor `Address` is declared
            """
        },
        {
            """
            type Person = { name: String };
            entity User in [Person];
            """,
            """
            error: undeclared entity type `Person`
             --> s.cedarschema:2:17
              |
            2 | entity User in [Person];
              |                 ^^^^^^
              = help: `Person` is a common type, and only an entity type can stand here
            """
        },
        {
            """
            entity User;
            action view appliesTo { principal: [User], resource: [User], context: User };
            """,
            """
            error: undeclared common type `User`
             --> s.cedarschema:2:71
              |
            2 | action view appliesTo { principal: [User], resource: [User], context: User };
              |                                                                       ^^^^
              = help: `User` is an entity type, and only a record can stand here
            """
        },
        {
            """
            entity User;
            type Id = String;
            action view appliesTo { principal: [User], resource: [User], context: Id };
            """,
            """
            error: the context of the action `view` must be a record, and `String` is none
             --> s.cedarschema:3:71
              |
            3 | action view appliesTo { principal: [User], resource: [User], context: Id };
              |                                                                       ^^
              = help: write its attributes in braces, `{name: Type, …}`
            """
        },
        {
            """
            action view in [reed];
            action read;
            """,
            """
            error: undeclared action `reed`
             --> s.cedarschema:1:17
              |
            1 | action view in [reed];
              |                 ^^^^
              = help: did you mean `read`?
            """
        },
        {
            """
            namespace Photos {
              action view in [Action::"read"];
            }
            namespace Files {
              action read;
            }
            """,
            """
            error: undeclared action `read`
             --> s.cedarschema:2:19
              |
            2 |   action view in [Action::"read"];
              |                   ^^^^^^^^^^^^^^
              = help: did you mean `Files::Action::"read"`?
            """
        },
        {
            """type Tree = { left: Tree, right: Tree };""",
            """
            error: the common type `Tree` contains itself
             --> s.cedarschema:1:21
              |
            1 | type Tree = { left: Tree, right: Tree };
              |                     ^^^^
              = help: the cycle is `Tree → Tree`; an entity type may refer to itself
            """
        },
        {
            """
            type A = Set<B>;
            type B = { c: C };
            type C = A;
            """,
            """
            error: the common type `A` contains itself
             --> s.cedarschema:3:10
              |
            3 | type C = A;
              |          ^
              = help: the cycle is `A → B → C → A`; an entity type may refer to itself
            """
        },
        {
            """
            action a in [b];
            action b in [c];
            action c in [a];
            """,
            """
            error: the action `a` is in itself
             --> s.cedarschema:1:8
              |
            1 | action a in [b];
              |        ^
              = help: the cycle is `a in b in c in a`
            """
        },
        {
            """action again in [again];""",
            """
            error: the action `again` is in itself
             --> s.cedarschema:1:8
              |
            1 | action again in [again];
              |        ^^^^^
              = help: the cycle is `again in again`
            """
        },
        {
            """
            entity User;
            entity Group;
            entity User;
            """,
            """
            error: the entity type `User` is declared twice
             --> s.cedarschema:3:8
              |
            3 | entity User;
              |        ^^^^
              = help: it is first declared in line 1
            """
        },
        {
            """
            action view, edit;
            action edit;
            """,
            """
            error: the action `edit` is declared twice
             --> s.cedarschema:2:8
              |
            2 | action edit;
              |        ^^^^
              = help: it is first declared in line 1
            """
        },
        {
            """type Set = String;""",
            """
            error: `Set` is reserved and cannot name a common type
             --> s.cedarschema:1:6
              |
            1 | type Set = String;
              |      ^^^
              = help: choose another name
            """
        },
        {
            """entity Action;""",
            """
            error: the entity type `Action` is declared
             --> s.cedarschema:1:8
              |
            1 | entity Action;
              |        ^^^^^^
              = help: `Action` is the type of actions, which are declared with `action`
            """
        },
        {
            """entity __cedar;""",
            """
            error: `__cedar` is reserved
             --> s.cedarschema:1:8
              |
            1 | entity __cedar;
              |        ^^^^^^^
              = help: names in `__cedar` can be used, but not declared
            """
        },
        {
            """namespace __cedar { entity User; }""",
            """
            error: `__cedar` is reserved
             --> s.cedarschema:1:11
              |
            1 | namespace __cedar { entity User; }
              |           ^^^^^^^
              = help: names in `__cedar` can be used, but not declared
            """
        },
        {
            """
            namespace App { entity User; }
            namespace App { entity Group; }
            """,
            """
            error: the namespace `App` is declared twice
             --> s.cedarschema:2:11
              |
            2 | namespace App { entity Group; }
              |           ^^^
              = help: move all its declarations into one
            """
        },
        {
            """
            entity User;
            namespace App {
              entity User;
            }
            """,
            """
            error: `App::User` hides `User`, which is in no namespace
             --> s.cedarschema:3:10
              |
            3 |   entity User;
              |          ^^^^
              = help: rename one of the two, or move `User` into a namespace
            """
        },
        {
            """
            action view;
            namespace App {
              action view;
            }
            """,
            """
            error: the action `view` of `App` hides the action of this name that is in no namespace
             --> s.cedarschema:3:10
              |
            3 |   action view;
              |          ^^^^
              = help: rename one of the two, or move the other into a namespace
            """
        },
        {
            """entity User = { address: __cedar::ipadr };""",
            """
            error: undeclared type `__cedar::ipadr`
             --> s.cedarschema:1:26
              |
            1 | entity User = { address: __cedar::ipadr };
              |                          ^^^^^^^^^^^^^^
              = help: the built-in types are `__cedar::Bool`, `__cedar::Long`, `__cedar::String`, `__cedar::decimal`, `__cedar::ipaddr`, `__cedar::datetime`, `__cedar::duration`
            """
        },
        {
            """
            entity User in [Action];
            action view;
            """,
            """
            error: `Action` is the type of actions
             --> s.cedarschema:1:17
              |
            1 | entity User in [Action];
              |                 ^^^^^^
              = help: an entity can be in other entities, but not in an action
            """
        },
        {
            """
            entity User;
            action view appliesTo { principal: [Action], resource: [User] };
            """,
            """
            error: `Action` is the type of actions
             --> s.cedarschema:2:37
              |
            2 | action view appliesTo { principal: [Action], resource: [User] };
              |                                     ^^^^^^
              = help: an action applies to entities, and an action is none of those
            """
        },
        {
            """
            entity User;
            type User = { name: String };
            """,
            """
            warning: the common type `User` hides the entity type of this name
             --> s.cedarschema:2:6
              |
            2 | type User = { name: String };
              |      ^^^^
              = help: attributes of this type have the common type; rename one of the two
            """
        },
        {
            """entity String;""",
            """
            warning: the declaration of `String` hides the built-in type
             --> s.cedarschema:1:8
              |
            1 | entity String;
              |        ^^^^^^
              = help: the built-in type is still there as `__cedar::String`
            """
        },
        {
            """entity User = { name: String, name: Long };""",
            """
            warning: the attribute `name` is declared twice
             --> s.cedarschema:1:31
              |
            1 | entity User = { name: String, name: Long };
              |                               ^^^^
              = help: the last declaration counts
            """
        },
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_mistake_is_explained(string text, string expected) =>
        Assert.Equal(expected, Rendered.Schema(text));
}
